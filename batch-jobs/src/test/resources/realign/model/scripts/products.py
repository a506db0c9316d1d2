# times products of x [N, in] with w [out, in]
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def plain(self: __torch__.{{name}}, x: Tensor, w: Tensor, times: int) -> Tensor:
    y = x
    for i in range(times):
      y = torch.linear(x, w)
    return y

  def brain(self: __torch__.{{name}}, x: Tensor, w: Tensor, times: int) -> Tensor:
    a = torch.to(x, 15)
    b = torch.to(w, 15)
    y = a
    for i in range(times):
      y = torch.linear(a, b)
    return torch.to(torch.select(y, 0, 0), 6)
