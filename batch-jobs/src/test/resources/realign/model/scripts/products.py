# x [N, in], count: as long as there are products, w[0] [out, in]
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def plain(self: __torch__.{{name}}, x: Tensor, count: Tensor, w: List[Tensor]) -> Tensor:
    y = x
    for i in range(torch.size(count, 0)):
      y = torch.linear(x, w[0])
    return y

  def brain(self: __torch__.{{name}}, x: Tensor, count: Tensor, w: List[Tensor]) -> Tensor:
    a = torch.to(x, 15)
    b = torch.to(w[0], 15)
    y = a
    for i in range(torch.size(count, 0)):
      y = torch.linear(a, b)
    return torch.to(torch.select(y, 0, 0), 6)
