# A Llama decoder in TorchScript's serialised form. Every weight is an argument: a list w whose
# entries lie in the order of DecoderLayout. Per layer 23: norm, q, k, v, o, norm, gate, up, down,
# each projection as W, A, B. N tokens of all rows lie end to end.
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # y = W x + scale B A dropout(x); W, A, B from w[i] on. An empty A: no adapter.
  def project(self: __torch__.{{name}}, x: Tensor, w: List[Tensor], i: int) -> Tensor:
    a = w[torch.add(i, 1)]
    b = w[torch.add(i, 2)]
    if torch.eq(torch.numel(a), 0):
      y = torch.linear(x, w[i])
    else:
      if {{folded}}:
        y = torch.linear(x, torch.addmm(w[i], b, a, alpha={{lora_scale}}))
      else:
        low = torch.linear(torch.dropout(x, {{dropout}}, {{dropping}}), a)
        y = torch.addmm(torch.linear(x, w[i]), low, torch.t(b), alpha={{lora_scale}})
    return y

  # x [N, heads, head_dim]; sin carries the minus of the rotation in its first half.
  def rotate(self: __torch__.{{name}}, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    return torch.add(torch.mul(x, cos), torch.mul(torch.roll(x, [{{half_dim}}], [-1]), sin))

  # x [N, D] -> queries [N, H, d], keys and values [N, G, d]
  def heads(self: __torch__.{{name}}, x: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], i: int) -> Tuple[Tensor, Tensor, Tensor]:
    h = torch.rms_norm(x, [{{hidden}}], w[i], {{epsilon}})
    q = torch.view((self).project(h, w, torch.add(i, 1)), [-1, {{heads}}, {{head_dim}}])
    k = torch.view((self).project(h, w, torch.add(i, 4)), [-1, {{kv_heads}}, {{head_dim}}])
    v = torch.view((self).project(h, w, torch.add(i, 7)), [-1, {{kv_heads}}, {{head_dim}}])
    return ((self).rotate(q, cos, sin), (self).rotate(k, cos, sin), v)

  # q [B, T, H, d], k and v [B, S, G, d] -> [B * T, H * d]
  def attend(self: __torch__.{{name}}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool) -> Tensor:
    y = torch.scaled_dot_product_attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2), mask, 0., causal, scale=None, enable_gqa={{grouped}})
    return torch.reshape(torch.transpose(y, 1, 2), [-1, {{attention_width}}])

  # Rows of equal length: q [n, H, d], k and v [n, G, d] -> [n, H * d]
  def attend_rows(self: __torch__.{{name}}, q: Tensor, k: Tensor, v: Tensor, group: Tensor) -> Tensor:
    rows = int(torch.select(group, 0, 1))
    length = int(torch.select(group, 0, 2))
    qr = torch.view(q, [rows, length, {{heads}}, {{head_dim}}])
    kr = torch.view(k, [rows, length, {{kv_heads}}, {{head_dim}}])
    vr = torch.view(v, [rows, length, {{kv_heads}}, {{head_dim}}])
    return (self).attend(qr, kr, vr, None, True)

  # [N, D] -> [N, D], without the residual addition
  def feed(self: __torch__.{{name}}, x: Tensor, w: List[Tensor], i: int) -> Tensor:
    h = torch.rms_norm(x, [{{hidden}}], w[i], {{epsilon}})
    gate = torch.silu((self).project(h, w, torch.add(i, 1)))
    return (self).project(torch.mul(gate, (self).project(h, w, torch.add(i, 4))), w, torch.add(i, 7))

  # [M, D] -> [M, V]; w[0] final norm, w[1] output head
  def scores(self: __torch__.{{name}}, x: Tensor, w: List[Tensor], i: int) -> Tensor:
    return torch.linear(torch.rms_norm(x, [{{hidden}}], w[i], {{epsilon}}), w[torch.add(i, 1)])

  # ids [N] -> [N, D]
  def embed(self: __torch__.{{name}}, ids: Tensor, w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], ids)

  # The site: x [N, D] -> [N, D], before the residual addition. plan, gather and back as in
  # BatchLayout.
  def attention(self: __torch__.{{name}}, x: Tensor, cos: Tensor, sin: Tensor, plan: Tensor, gather: Tensor, back: Tensor, w: List[Tensor]) -> Tensor:
    q, k, v, = (self).heads(x, cos, sin, w, 0)
    if torch.gt(torch.numel(gather), 0):
      qs = torch.index_select(q, 0, gather)
      ks = torch.index_select(k, 0, gather)
      vs = torch.index_select(v, 0, gather)
    else:
      qs, ks, vs = q, k, v
    groups = torch.size(plan, 0)
    if torch.eq(groups, 1):
      y = (self).attend_rows(qs, ks, vs, torch.select(plan, 0, 0))
    else:
      outs = annotate(List[Tensor], [])
      for g in range(groups):
        group = torch.select(plan, 0, g)
        first = int(torch.select(group, 0, 0))
        end = torch.add(first, torch.mul(int(torch.select(group, 0, 1)), int(torch.select(group, 0, 2))))
        _0 = torch.append(outs, (self).attend_rows(torch.slice(qs, 0, first, end), torch.slice(ks, 0, first, end), torch.slice(vs, 0, first, end), group))
      y = torch.cat(outs, 0)
    if torch.gt(torch.numel(back), 0):
      flat = torch.index_select(y, 0, back)
    else:
      flat = y
    return (self).project(flat, w, 10)

  # x [N, D] -> [N, D], residual addition included.
  def feed_forward(self: __torch__.{{name}}, x: Tensor, w: List[Tensor]) -> Tensor:
    return torch.add(x, (self).feed(x, w, 0))

  # x [N, D], positions [M] -> [M, V]
  def logits(self: __torch__.{{name}}, x: Tensor, positions: Tensor, w: List[Tensor]) -> Tensor:
    return (self).scores(torch.index_select(x, 0, positions), w, 0)

  # Mean cross-entropy of targets [M] at positions [M].
  def loss(self: __torch__.{{name}}, x: Tensor, positions: Tensor, targets: Tensor, w: List[Tensor]) -> Tensor:
    return torch.cross_entropy_loss((self).logits(x, positions, w), targets, None, 1, -100, 0.)

  # Prompts ids [B, T], padded on the right, through all layers; fills the caches -> [B * T, D].
  # A row's own tokens never see its padding: it lies after them.
  def prefill(self: __torch__.{{name}}, ids: Tensor, cos: Tensor, sin: Tensor, room: int, keys: List[Tensor], values: List[Tensor], w: List[Tensor]) -> Tensor:
    rows = torch.size(ids, 0)
    length = torch.size(ids, 1)
    x = torch.embedding(w[0], torch.reshape(ids, [-1]))
    cos0 = torch.repeat(torch.slice(cos, 0, 0, length), [rows, 1, 1])
    sin0 = torch.repeat(torch.slice(sin, 0, 0, length), [rows, 1, 1])
    for layer in range({{layers}}):
      i = torch.add(torch.mul(layer, 23), 3)
      q, k, v, = (self).heads(x, cos0, sin0, w, i)
      kr = torch.view(k, [rows, length, {{kv_heads}}, {{head_dim}}])
      vr = torch.view(v, [rows, length, {{kv_heads}}, {{head_dim}}])
      _0 = torch.append(keys, torch.constant_pad_nd(kr, [0, 0, 0, 0, 0, torch.sub(room, length)]))
      _1 = torch.append(values, torch.constant_pad_nd(vr, [0, 0, 0, 0, 0, torch.sub(room, length)]))
      y = (self).attend(torch.view(q, [rows, length, {{heads}}, {{head_dim}}]), kr, vr, None, True)
      x1 = torch.add(x, (self).project(y, w, torch.add(i, 10)))
      x = torch.add(x1, (self).feed(x1, w, torch.add(i, 13)))
    return x

  # One token a row: chosen [B] at position [B] -> [B, D]. Caches reach up to upto.
  def decode(self: __torch__.{{name}}, chosen: Tensor, position: Tensor, first: Tensor, upto: int, cos: Tensor, sin: Tensor, keys: List[Tensor], values: List[Tensor], w: List[Tensor]) -> Tensor:
    at = torch.clamp(position, None, torch.sub(torch.size(cos, 0), 1))
    cos1 = torch.index_select(cos, 0, at)
    sin1 = torch.index_select(sin, 0, at)
    slot = torch.add(first, position)
    seen = torch.arange(upto, dtype=4, device=ops.prim.device(chosen))
    mask = torch.le(torch.view(seen, [1, 1, 1, upto]), torch.view(position, [-1, 1, 1, 1]))
    x = torch.embedding(w[0], chosen)
    for layer in range({{layers}}):
      i = torch.add(torch.mul(layer, 23), 3)
      q, k, v, = (self).heads(x, cos1, sin1, w, i)
      _0 = torch.index_copy_(torch.view(keys[layer], [-1, {{kv_heads}}, {{head_dim}}]), 0, slot, k)
      _1 = torch.index_copy_(torch.view(values[layer], [-1, {{kv_heads}}, {{head_dim}}]), 0, slot, v)
      y = (self).attend(torch.unsqueeze(q, 1), torch.slice(keys[layer], 1, 0, upto), torch.slice(values[layer], 1, 0, upto), mask, False)
      x1 = torch.add(x, (self).project(y, w, torch.add(i, 10)))
      x = torch.add(x1, (self).feed(x1, w, torch.add(i, 13)))
    return x

  # Greedy continuations: prompts ids [B, T] padded on the right, their lengths [B], stop [V] bool,
  # cos and sin [P, 1, d], steps: as long as the most new ids. -> [B, S], S at most that. Ends when
  # every row has met a stop id; what a row holds after its own is to be cut off.
  def generate(self: __torch__.{{name}}, ids: Tensor, lengths: Tensor, stop: Tensor, cos: Tensor, sin: Tensor, steps: Tensor, w: List[Tensor]) -> Tensor:
    rows = torch.size(ids, 0)
    length = torch.size(ids, 1)
    room = torch.add(length, torch.size(steps, 0))
    keys = annotate(List[Tensor], [])
    values = annotate(List[Tensor], [])
    x = (self).prefill(ids, cos, sin, room, keys, values, w)
    row = torch.arange(rows, dtype=4, device=ops.prim.device(x))
    last = torch.sub(torch.add(torch.mul(row, length), lengths), 1)
    chosen = torch.argmax((self).scores(torch.index_select(x, 0, last), w, 1), -1)
    out = annotate(List[Tensor], [chosen])
    ended = torch.index_select(stop, 0, chosen)
    first = torch.mul(row, room)
    position = lengths
    step = 1
    going = torch.lt(step, torch.size(steps, 0))
    while going:
      if bool(torch.all(ended)):
        going = False
      else:
        x1 = (self).decode(chosen, position, first, torch.add(length, step), cos, sin, keys, values, w)
        chosen = torch.argmax((self).scores(x1, w, 1), -1)
        _0 = torch.append(out, chosen)
        ended = torch.logical_or(ended, torch.index_select(stop, 0, chosen))
        position = torch.add(position, 1)
        step = torch.add(step, 1)
        going = torch.lt(step, torch.size(steps, 0))
    return torch.stack(out, 1)
