class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def product(self: __torch__.{{name}}, x: Tensor, w: List[Tensor]) -> Tensor:
    return torch.mul(torch.mul(x, w[0]), {{factor}})
