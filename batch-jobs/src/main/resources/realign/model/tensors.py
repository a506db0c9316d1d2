# What is done to many tensors at once: one call, and on a GPU few kernels, however many there are.
# Types as the engine numbers them: 6 f32.
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # -> the L2 norm of each [n]
  def norms(self: __torch__.{{name}}, tensors: List[Tensor]) -> Tensor:
    return torch.stack(torch._foreach_norm(tensors), 0)

  def scale(self: __torch__.{{name}}, tensors: List[Tensor], factor: float) -> int:
    torch._foreach_mul_(tensors, factor)
    return len(tensors)

  def scaled(self: __torch__.{{name}}, tensors: List[Tensor], factor: float) -> List[Tensor]:
    return torch._foreach_mul(tensors, factor)

  def zero(self: __torch__.{{name}}, tensors: List[Tensor]) -> int:
    torch._foreach_zero_(tensors)
    return len(tensors)

  # Step number step of AdamW on each w with gradient g and moments m and v.
  def adamw(self: __torch__.{{name}}, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: float, lr: float, beta1: float, beta2: float, decay: float, epsilon: float) -> int:
    count = torch.full([], step, dtype=6, layout=None, device=ops.prim.device(w[0]))
    counts = annotate(List[Tensor], [])
    for i in range(len(w)):
      counts.append(count)
    torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), counts, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
    return len(w)
