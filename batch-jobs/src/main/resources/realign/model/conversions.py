# Storage types to f32 and back. Arrays of bf16 are unknown to Java: they come and go as the bits of
# f16 ones. Types as the engine numbers them: 5 f16, 6 f32, 15 bf16. Scripts cannot view a tensor as
# another type, but an empty one may be set to its memory.
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def see_brain(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    none = torch.empty([0], dtype=15, layout=None, device=ops.prim.device(x))
    return torch.set_(none, x)

  def single_of_brain(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to((self).see_brain(x), 6)

  def to_single(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(x, 6)

  def to_half(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(x, 5)

  def to_brain(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  def copy_brain(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.view_copy(x, dtype=15)

  def brain_bits(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.view_copy(torch.to(x, 15), dtype=5)

  def empty_brain(self: __torch__.{{name}}, near: Tensor, shape: List[int]) -> Tensor:
    return torch.empty(shape, dtype=15, layout=None, device=ops.prim.device(near))

  def fill(self: __torch__.{{name}}, x: Tensor, row: int, rows: Tensor) -> Tensor:
    return torch.copy_(torch.slice(x, 0, row, torch.add(row, torch.size(rows, 0))), rows)

  def fill_of_brain(self: __torch__.{{name}}, x: Tensor, row: int, rows: Tensor) -> Tensor:
    return (self).fill(x, row, (self).see_brain(rows))

  def rows(self: __torch__.{{name}}, x: Tensor, first: int, end: int) -> Tensor:
    return torch.slice(x, 0, first, end)
