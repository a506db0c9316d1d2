class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def wrong(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.no_such_operation(x)
