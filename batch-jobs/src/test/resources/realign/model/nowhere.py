# To the device without memory: shapes, types and devices are computed, values are not. Reading one,
# or mixing with an array of another device, is an error.
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def away(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return torch.to(x, torch.device("meta"))
