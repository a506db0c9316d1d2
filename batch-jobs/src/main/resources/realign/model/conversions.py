# Storage types to f32 and back. Arrays of bf16 are unknown to Java: they come and go as the bits of
# f16 ones. Types as the engine numbers them: 5 f16, 6 f32, 15 bf16.
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def widen_half(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(x, 6)

  def widen_brain(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(torch.view_copy(x, dtype=15), 6)

  def narrow_half(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(x, 5)

  def narrow_brain(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.view_copy(torch.to(x, 15), dtype=5)

  def zero(self: __torch__.{{name}}, arrays: List[Tensor]) -> int:
    for array in arrays:
      _0 = torch.zero_(array)
    return len(arrays)
