class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # x weight factor + times (the sum of the list)
  def product(self: __torch__.{{name}}, x: Tensor, w: Dict[str, Tensor], more: List[Tensor], times: int) -> Tensor:
    y = torch.mul(torch.mul(x, w["weight"]), {{factor}})
    for each in more:
      y = torch.add(y, each, alpha=times)
    return y
