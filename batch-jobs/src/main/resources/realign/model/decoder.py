# The parts of a decoder and their vector-Jacobian products, in TorchScript. Without state: weights
# come as a map w by part ("q.weight", "q.bias", adapter "q.A" and "q.B"), gradients to add to as a
# map g by the same names; what is not in a map is not there, or not wanted. N tokens of all rows of
# a batch lie end to end. A forward part writes what its backward part needs on a tape.
# Types as the engine numbers them: 6 f32, 7 f64, 15 bf16.
class {{name}}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ---- products with matrices [out, in], which may be bf16; the results are f32 ----
  # Where the processor is faster in f32, matrices are widened a part at a time for products with
  # many rows: with few, reading the matrix is what takes the time.

  # What products with one input share.
  def narrow(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    if {{bf16}} and not self.widens(x):
      return torch.to(x, 15)
    return x

  def widens(self: __torch__.{{name}}, x: Tensor) -> bool:
    return {{widening}} and x.size(0) >= 32

  # x W^T
  def product(self: __torch__.{{name}}, x: Tensor, w: Tensor) -> Tensor:
    if not {{bf16}}:
      return torch.linear(x, w)
    if not self.widens(x):
      return torch.to(torch.linear(x, w), 6)
    step = self.part(w)
    if step >= w.size(0):
      return torch.linear(x, torch.to(w, 6))
    y = torch.empty([x.size(0), w.size(0)], dtype=6, device=x.device)
    for i in range(0, w.size(0), step):
      wide = torch.to(torch.slice(w, 0, i, i + step), 6)
      _0 = torch.mm(x, torch.t(wide), out=torch.slice(y, 1, i, i + step))
    return y

  # dy W, added to dx where there is one
  def product_back(self: __torch__.{{name}}, dy: Tensor, w: Tensor, dx: Optional[Tensor]) -> Tensor:
    if not {{bf16}}:
      return torch.mm(dy, w) if dx is None else torch.addmm_(dx, dy, w)
    if not self.widens(dy):
      y = torch.to(torch.mm(torch.to(dy, 15), w), 6)
      return y if dx is None else torch.add_(dx, y)
    step = self.part(w)
    first = torch.to(torch.slice(w, 0, 0, step), 6)
    some = torch.slice(dy, 1, 0, step)
    y = torch.mm(some, first) if dx is None else torch.addmm_(dx, some, first)
    for i in range(step, w.size(0), step):
      y = torch.addmm_(y, torch.slice(dy, 1, i, i + step), torch.to(torch.slice(w, 0, i, i + step), 6))
    return y

  # Rows of a matrix that are widened at a time: 16 MiB, which the allocator keeps for the next.
  def part(self: __torch__.{{name}}, w: Tensor) -> int:
    return 4194304 // w.size(1) + 1

  # ---- projections: y = W x + b + scale B A dropout(x) ----

  # The dropout's factors, 0 or 1 / keep, of those of the parts that have an adapter.
  def masks(self: __torch__.{{name}}, x: Tensor, parts: List[str], w: Dict[str, Tensor]) -> Dict[str, Tensor]:
    masks = annotate(Dict[str, Tensor], {})
    if {{dropping}}:
      for part in parts:
        if (part + ".A") in w:
          empty = torch.empty([x.size(0), w[part + ".A"].size(1)], dtype=6, device=x.device)
          masks[part] = torch.div_(torch.bernoulli_(empty, {{keep}}), {{keep}})
    return masks

  # x [N, in], the same narrowed -> [N, out]
  def project(self: __torch__.{{name}}, x: Tensor, narrow: Tensor, w: Dict[str, Tensor], part: str, masks: Dict[str, Tensor]) -> Tensor:
    biased = (part + ".bias") in w
    if biased and not {{bf16}}:
      y = torch.linear(narrow, w[part + ".weight"], w[part + ".bias"])
    else:
      y = self.product(narrow, w[part + ".weight"])
      if biased:
        y = torch.add_(y, w[part + ".bias"])
    if not {{folded}} and (part + ".A") in w:
      seen = torch.mul(x, masks[part]) if part in masks else x
      y = torch.addmm_(y, torch.linear(seen, w[part + ".A"]), torch.t(w[part + ".B"]), alpha={{scale}})
    return y

  # dy [N, out] -> dx [N, in], added to into where there is one; not further: gradients alone
  def project_back(self: __torch__.{{name}}, dy: Tensor, x: Tensor, into: Optional[Tensor], w: Dict[str, Tensor], g: Dict[str, Tensor], part: str, masks: Dict[str, Tensor], further: bool) -> Tensor:
    dx = dy
    if further:
      dx = self.product_back(dy, w[part + ".weight"], into)
    wanted = (part + ".A") in g
    if wanted or (not {{folded}} and (part + ".A") in w):
      low = torch.mm(dy, w[part + ".B"])
      seen = x
      if part in masks:
        seen = torch.mul(x, masks[part])
        if further:
          dx = torch.add_(dx, torch.mul_(torch.mul_(torch.mm(low, w[part + ".A"]), masks[part]), {{scale}}))
      elif further and not {{folded}}:
        dx = torch.addmm_(dx, low, w[part + ".A"], alpha={{scale}})
      if wanted:
        _0 = torch.addmm_(g[part + ".A"], torch.t(low), seen, alpha={{scale}})
        _1 = torch.addmm_(g[part + ".B"], torch.t(dy), torch.linear(seen, w[part + ".A"]), alpha={{scale}})
    if (part + ".weight") in g:
      _2 = torch.addmm_(g[part + ".weight"], torch.t(dy), x)
    if (part + ".bias") in g:
      _3 = torch.add_(g[part + ".bias"], torch.sum(dy, [0]))
    return dx

  # W + scale B A into e, for each W, A, B.
  def fold(self: __torch__.{{name}}, w: List[Tensor], a: List[Tensor], b: List[Tensor], e: List[Tensor]) -> int:
    for i in range(len(w)):
      _0 = torch.addmm(w[i], b[i], a[i], alpha={{scale}}, out=e[i])
    return len(w)

  # W into e, for each W.
  def copy(self: __torch__.{{name}}, w: List[Tensor], e: List[Tensor]) -> int:
    for i in range(len(w)):
      _0 = torch.copy_(e[i], w[i])
    return len(w)

  # W + scale B A in the type of W, which may be stored as [in, out].
  def merged(self: __torch__.{{name}}, w: Tensor, a: Tensor, b: Tensor, transposed: bool) -> Tensor:
    if transposed:
      return torch.to(torch.addmm(torch.to(w, 6), torch.t(a), torch.t(b), alpha={{scale}}), w.dtype)
    return torch.to(torch.addmm(torch.to(w, 6), b, a, alpha={{scale}}), w.dtype)

  # ---- norms over the last axis; a part without weight is no norm ----

  # -> y, and the statistics that the way back needs
  def norm(self: __torch__.{{name}}, x: Tensor, w: Dict[str, Tensor], part: str) -> Tuple[Tensor, Tensor, Tensor]:
    if not (part + ".weight") in w:
      return (x, x, x)
    gain = w[part + ".weight"]
    width = gain.numel()
    if {{layer_norm}}:
      y, mean, r = torch.native_layer_norm(x, [width], gain, w[part + ".bias"], {{epsilon}})
      return (y, mean, r)
    squares = torch.mul_(torch.square_(torch.linalg_vector_norm(x, 2, [-1], True)), 1. / width)
    r = torch.rsqrt_(torch.add_(squares, {{epsilon}}))
    return (torch.mul_(torch.mul(x, r), self.gain(gain)), r, r)

  def gain(self: __torch__.{{name}}, weight: Tensor) -> Tensor:
    return torch.add(weight, 1) if {{unit_offset}} else weight

  # The norm's result again, from its statistics.
  def renorm(self: __torch__.{{name}}, x: Tensor, mean: Tensor, r: Tensor, w: Dict[str, Tensor], part: str) -> Tensor:
    if not (part + ".weight") in w:
      return x
    if {{layer_norm}}:
      return torch.add_(torch.mul_(torch.mul_(torch.sub(x, mean), r), w[part + ".weight"]), w[part + ".bias"])
    return torch.mul_(torch.mul(x, r), self.gain(w[part + ".weight"]))

  # dy -> dx; dy is used up. x, mean and r as the norm had and gave them.
  def norm_back(self: __torch__.{{name}}, dy: Tensor, x: Tensor, mean: Tensor, r: Tensor, w: Dict[str, Tensor], g: Dict[str, Tensor], part: str) -> Tensor:
    if not (part + ".weight") in w:
      return dy
    gain = w[part + ".weight"]
    width = gain.numel()
    wanted = (part + ".weight") in g
    if {{layer_norm}}:
      dx, dgain, dbias = torch.native_layer_norm_backward(dy, x, [width], mean, r, gain, w[part + ".bias"], [True, wanted, wanted])
      if wanted:
        _0 = torch.add_(g[part + ".weight"], dgain)
        _1 = torch.add_(g[part + ".bias"], dbias)
      return dx
    if wanted:
      _2 = torch.add_(g[part + ".weight"], torch.sum(torch.reshape(torch.mul_(torch.mul(x, r), dy), [-1, width]), [0]))
    d = torch.mul_(dy, self.gain(gain))
    along = torch.sum(torch.mul(d, x), [-1], True)
    along = torch.mul_(torch.mul_(torch.mul_(along, r), r), -1. / width)
    return torch.mul_(torch.addcmul_(d, x, along), r)

  # ---- rotation of x [N, heads, d]; sin carries the minus of its first half ----

  def rotate(self: __torch__.{{name}}, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    if {{rotary}}:
      return torch.addcmul_(torch.mul(x, cos), torch.roll(x, [{{half_dim}}], [-1]), sin)
    return x

  def rotate_back(self: __torch__.{{name}}, dy: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    if {{rotary}}:
      return torch.addcmul_(torch.roll(torch.mul(dy, sin), [{{half_dim}}], [-1]), dy, cos)
    return dy

  # ---- attention: q [rows, T, H, d], k and v [rows, S, G, d] ----

  # Where a token may not look [T, S]. Queries are the last T of S tokens; the window counts the
  # token itself, 0 is none.
  def hidden(self: __torch__.{{name}}, own: Tensor, s: int, window: int) -> Tensor:
    other = torch.unsqueeze(torch.arange(s, dtype=4, device=own.device), 0)
    hidden = torch.gt(other, own)
    if window > 0:
      hidden = torch.logical_or(hidden, torch.le(other, torch.sub(own, window)))
    return hidden

  # The same as what is added to scores.
  def sight(self: __torch__.{{name}}, x: Tensor, t: int, s: int, window: int) -> Tensor:
    own = torch.unsqueeze(torch.arange(s - t, s, dtype=4, device=x.device), 1)
    return torch.masked_fill(torch.zeros([t, s], dtype=6, device=x.device), self.hidden(own, s, window), -inf)

  # [rows, S, G, d] -> [rows, H, S, d]: for every query head its key head
  def spread(self: __torch__.{{name}}, k: Tensor) -> Tensor:
    if {{group}} == 1:
      return torch.transpose(k, 1, 2)
    wide = torch.expand(torch.unsqueeze(k, 3), [-1, -1, -1, {{group}}, -1])
    return torch.transpose(torch.reshape(wide, [k.size(0), k.size(1), {{heads}}, {{head_dim}}]), 1, 2)

  # [rows, H, S, d] -> [rows, S, G, d], summed over the query heads of a key head
  def gathered(self: __torch__.{{name}}, dk: Tensor) -> Tensor:
    if {{group}} == 1:
      return torch.transpose(dk, 1, 2)
    each = torch.reshape(dk, [dk.size(0), {{kv_heads}}, {{group}}, dk.size(2), {{head_dim}}])
    return torch.transpose(torch.sum(each, [2]), 1, 2)

  # Scores before the mask [rows, H, T, S]; where they are capped, the tangent of score / cap.
  def scores(self: __torch__.{{name}}, q: Tensor, k: Tensor) -> Tensor:
    s = torch.mul_(torch.matmul(torch.transpose(q, 1, 2), torch.transpose(self.spread(k), 2, 3)), {{attention_scale}})
    return torch.tanh_(torch.mul_(s, 1. / {{cap}})) if {{capped}} else s

  # -> y [rows, T, H, d]; and what the way back needs: log-sums, or in the plain form chances
  def attend(self: __torch__.{{name}}, q: Tensor, k: Tensor, v: Tensor, window: int) -> Tuple[Tensor, Tensor]:
    t, s = q.size(1), k.size(1)
    if {{fused}}:
      masked = window > 0 and s > window
      sight = annotate(Optional[Tensor], None)
      if masked:
        sight = self.sight(q, t, s, window)
      y, sums = torch._scaled_dot_product_flash_attention_for_cpu(torch.transpose(q, 1, 2), self.spread(k), self.spread(v), 0., not masked, attn_mask=sight, scale={{attention_scale}})
      return (torch.transpose(y, 1, 2), sums)
    scores = self.scores(q, k)
    if {{capped}}:
      scores = torch.mul_(scores, {{cap}})
    chances = torch.softmax(torch.add_(scores, self.sight(q, t, s, window)), -1)
    return (torch.transpose(torch.matmul(chances, self.spread(v)), 1, 2), chances)

  # dy, y [rows, T, H, d] -> dq, dk, dv
  def attend_back(self: __torch__.{{name}}, dy: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, kept: Tensor, window: int) -> Tuple[Tensor, Tensor, Tensor]:
    t, s = q.size(1), k.size(1)
    dyh = torch.transpose(dy, 1, 2)
    if {{fused}}:
      masked = window > 0 and s > window
      sight = annotate(Optional[Tensor], None)
      if masked:
        sight = self.sight(q, t, s, window)
      dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(dyh, torch.transpose(q, 1, 2), self.spread(k), self.spread(v), torch.transpose(y, 1, 2), kept, 0., not masked, attn_mask=sight, scale={{attention_scale}})
      return (torch.transpose(dq, 1, 2), self.gathered(dk), self.gathered(dv))
    ds = torch._softmax_backward_data(torch.matmul(dyh, torch.transpose(self.spread(v), 2, 3)), kept, -1, 6)
    if {{capped}}:
      ds = torch.mul_(ds, torch.add_(torch.neg_(torch.square_(self.scores(q, k))), 1))
    ds = torch.mul_(ds, {{attention_scale}})
    dq1 = torch.transpose(torch.matmul(ds, self.spread(k)), 1, 2)
    dk1 = self.gathered(torch.matmul(torch.transpose(ds, 2, 3), torch.transpose(q, 1, 2)))
    return (dq1, dk1, self.gathered(torch.matmul(torch.transpose(kept, 2, 3), dyh)))

  # ---- the block up to the site ----

  # h [N, D] -> queries [N, H, d], keys and values [N, G, d], before their norms and the rotation
  def heads(self: __torch__.{{name}}, h: Tensor, w: Dict[str, Tensor], masks: Dict[str, Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    narrow = self.narrow(h)
    if {{joined}}:
      q, k, v = torch.split(self.project(h, narrow, w, "qkv", masks), {{attention_width}}, 1)
    else:
      q = self.project(h, narrow, w, "q", masks)
      k = self.project(h, narrow, w, "k", masks)
      v = self.project(h, narrow, w, "v", masks)
    return (torch.reshape(q, [-1, {{heads}}, {{head_dim}}]), torch.reshape(k, [-1, {{kv_heads}}, {{head_dim}}]), torch.reshape(v, [-1, {{kv_heads}}, {{head_dim}}]))

  # Rows of equal length among tokens x [N, heads, d] -> [rows, T, heads, d]; a line of the plan is
  # first token, rows, length.
  def rows(self: __torch__.{{name}}, x: Tensor, plan: List[int], i: int) -> Tensor:
    part = torch.slice(x, 0, plan[i], plan[i] + plan[i + 1] * plan[i + 2])
    return torch.view(part, [plan[i + 1], plan[i + 2], x.size(1), {{head_dim}}])

  def joint(self: __torch__.{{name}}, parts: List[Tensor]) -> Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(parts, 0)

  # Tokens to the places of padded rows; nothing to gather: no padding.
  def padded(self: __torch__.{{name}}, x: Tensor, gather: Tensor) -> Tensor:
    return x if gather.numel() == 0 else torch.index_select(x, 0, gather)

  # x [N, D] -> the site: what the attention module returns, [N, D]. plan, gather and back as in
  # BatchLayout.
  def attention(self: __torch__.{{name}}, x: Tensor, cos: Tensor, sin: Tensor, plan: List[int], gather: Tensor, back: Tensor, window: int, w: Dict[str, Tensor]) -> Tuple[Tensor, Dict[str, Tensor]]:
    masks = self.masks(x, ["q", "k", "v", "qkv", "o"], w)
    h, mean, r = self.norm(x, w, "attention_norm")
    q0, k0, v0 = self.heads(h, w, masks)
    q1, qm, qr = self.norm(q0, w, "q_norm")
    k1, km, kr = self.norm(k0, w, "k_norm")
    q = self.padded(self.rotate(q1, cos, sin), gather)
    k = self.padded(self.rotate(k1, cos, sin), gather)
    v = self.padded(v0, gather)
    tape = annotate(Dict[str, Tensor], {"x": x, "mean": mean, "r": r, "q": q, "k": k, "v": v})
    if "q_norm.weight" in w:
      tape["q0"], tape["qr"], tape["k0"], tape["kr"] = q0, qr, k0, kr
    outs = annotate(List[Tensor], [])
    for n in range(len(plan) // 3):
      y, kept = self.attend(self.rows(q, plan, n * 3), self.rows(k, plan, n * 3), self.rows(v, plan, n * 3), window)
      outs.append(torch.reshape(y, [-1, {{heads}}, {{head_dim}}]))
      tape["kept" + str(n)] = kept
    y = self.joint(outs)
    tape["y"] = y
    flat = self.padded(torch.reshape(y, [-1, {{attention_width}}]), back)
    return (self.project(flat, self.narrow(flat), w, "o", masks), tape)

  # d site [N, D], and the gradient beside the attention [N, D] -> dx [N, D] at the block's input
  def attention_back(self: __torch__.{{name}}, dsite: Tensor, beside: Tensor, cos: Tensor, sin: Tensor, plan: List[int], gather: Tensor, back: Tensor, window: int, w: Dict[str, Tensor], g: Dict[str, Tensor], tape: Dict[str, Tensor], further: bool) -> Tensor:
    x, q, k, v, y = tape["x"], tape["q"], tape["k"], tape["v"], tape["y"]
    masks = self.masks(x, ["q", "k", "v", "qkv", "o"], w)
    flat = self.padded(torch.reshape(y, [-1, {{attention_width}}]), back)
    dflat = self.project_back(dsite, flat, None, w, g, "o", masks, True)
    if back.numel() > 0:
      # places of padding get no gradient
      dflat = torch.index_copy_(torch.zeros([y.size(0), {{attention_width}}], dtype=6, device=x.device), 0, back, dflat)
    dy = torch.view(dflat, [-1, {{heads}}, {{head_dim}}])
    dqs = annotate(List[Tensor], [])
    dks = annotate(List[Tensor], [])
    dvs = annotate(List[Tensor], [])
    for n in range(len(plan) // 3):
      i = n * 3
      a, b, c = self.attend_back(self.rows(dy, plan, i), self.rows(q, plan, i), self.rows(k, plan, i), self.rows(v, plan, i), self.rows(y, plan, i), tape["kept" + str(n)], window)
      dqs.append(torch.reshape(a, [-1, {{heads}}, {{head_dim}}]))
      dks.append(torch.reshape(b, [-1, {{kv_heads}}, {{head_dim}}]))
      dvs.append(torch.reshape(c, [-1, {{kv_heads}}, {{head_dim}}]))
    dq = self.rotate_back(self.padded(self.joint(dqs), back), cos, sin)
    dk = self.rotate_back(self.padded(self.joint(dks), back), cos, sin)
    dv = self.padded(self.joint(dvs), back)
    if "q_norm.weight" in w:
      dq = self.norm_back(dq, tape["q0"], tape["qr"], tape["qr"], w, g, "q_norm")
      dk = self.norm_back(dk, tape["k0"], tape["kr"], tape["kr"], w, g, "k_norm")
    dq = torch.reshape(dq, [-1, {{attention_width}}])
    dk = torch.reshape(dk, [-1, {{kv_width}}])
    dv = torch.reshape(dv, [-1, {{kv_width}}])
    h = self.renorm(x, tape["mean"], tape["r"], w, "attention_norm")
    if {{joined}}:
      dh = self.project_back(torch.cat([dq, dk, dv], 1), h, None, w, g, "qkv", masks, further)
    else:
      dh = self.project_back(dq, h, None, w, g, "q", masks, further)
      dh = self.project_back(dk, h, dh, w, g, "k", masks, further)
      dh = self.project_back(dv, h, dh, w, g, "v", masks, further)
    if not further and not ("attention_norm.weight") in g:
      return beside
    return torch.add(self.norm_back(dh, x, tape["mean"], tape["r"], w, g, "attention_norm"), beside)

  # ---- the block from the site on ----

  def activate(self: __torch__.{{name}}, x: Tensor) -> Tensor:
    return {{activation}}

  def activate_back(self: __torch__.{{name}}, dy: Tensor, x: Tensor) -> Tensor:
    return {{activation_back}}

  # x [N, D], site [N, D] -> the next block's x
  def feed_forward(self: __torch__.{{name}}, x: Tensor, site: Tensor, w: Dict[str, Tensor]) -> Tuple[Tensor, Dict[str, Tensor]]:
    masks = self.masks(x, ["gate", "up", "down"], w)
    tape = annotate(Dict[str, Tensor], {})
    if {{norm_after_sum}}:
      joined = torch.add(x, site)
      s, jm, jr = self.norm(joined, w, "site_norm")
    else:
      joined = site
      normed, jm, jr = self.norm(joined, w, "site_norm")
      s = torch.add(x, normed)
    if "site_norm.weight" in w:
      tape["joined"], tape["jm"], tape["jr"] = joined, jm, jr
    h, mean, r = self.norm(s, w, "feed_norm")
    tape["s"], tape["mean"], tape["r"] = s, mean, r
    narrow = self.narrow(h)
    up = self.project(h, narrow, w, "up", masks)
    tape["up"] = up
    act = up
    if {{gated}}:
      gate = self.project(h, narrow, w, "gate", masks)
      tape["gate"] = gate
      act = torch.mul_(self.activate(gate), up)
    else:
      act = self.activate(up)
    y = self.project(act, self.narrow(act), w, "down", masks)
    if {{norm_after_sum}}:
      y = torch.add_(y, s)
    out, om, orr = self.norm(y, w, "out_norm")
    if "out_norm.weight" in w:
      tape["out"], tape["om"], tape["or"] = y, om, orr
    if not {{norm_after_sum}}:
      out = torch.add(out, s)
    return (out, tape)

  # dy [N, D] -> d site [N, D], and the gradient beside the attention [N, D]: may be one tensor
  def feed_forward_back(self: __torch__.{{name}}, dy: Tensor, w: Dict[str, Tensor], g: Dict[str, Tensor], tape: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    masks = self.masks(dy, ["gate", "up", "down"], w)
    s, mean, r, up = tape["s"], tape["mean"], tape["r"], tape["up"]
    own = dy
    if "out_norm.weight" in w:
      own = self.norm_back(torch.clone(dy), tape["out"], tape["om"], tape["or"], w, g, "out_norm")
    beside = own if {{norm_after_sum}} else dy
    h = self.renorm(s, mean, r, w, "feed_norm")
    if {{gated}}:
      gate = tape["gate"]
      act = self.activate(gate)
      dact = self.project_back(own, torch.mul(act, up), None, w, g, "down", masks, True)
      dup = torch.mul_(act, dact)
      dgate = self.activate_back(torch.mul_(dact, up), gate)
      dh = self.project_back(dup, h, None, w, g, "up", masks, True)
      dh = self.project_back(dgate, h, dh, w, g, "gate", masks, True)
    else:
      dact = self.project_back(own, self.activate(up), None, w, g, "down", masks, True)
      dh = self.project_back(self.activate_back(dact, up), h, None, w, g, "up", masks, True)
    ds = torch.add(self.norm_back(dh, s, mean, r, w, g, "feed_norm"), beside)
    if not "site_norm.weight" in w:
      return (ds, ds)
    dsite = self.norm_back(torch.clone(ds), tape["joined"], tape["jm"], tape["jr"], w, g, "site_norm")
    return (dsite, dsite if {{norm_after_sum}} else ds)

  # ---- both ends ----

  # ids and their places in their rows [N] -> [N, D]
  def embed(self: __torch__.{{name}}, ids: Tensor, places: Tensor, w: Dict[str, Tensor]) -> Tensor:
    x = torch.mul(torch.to(torch.embedding(w["embedding.weight"], ids), 6), {{embedding_scale}})
    if "in.weight" in w:
      x = self.product(self.narrow(x), w["in.weight"])
    if "positions.weight" in w:
      x = torch.add_(x, torch.embedding(w["positions.weight"], torch.add(places, {{place_offset}})))
    return x

  def embed_back(self: __torch__.{{name}}, dx: Tensor, ids: Tensor, places: Tensor, w: Dict[str, Tensor], g: Dict[str, Tensor]) -> int:
    if "positions.weight" in g:
      _0 = torch.index_add_(g["positions.weight"], 0, torch.add(places, {{place_offset}}), dx)
    d = dx
    if "in.weight" in w:
      if "in.weight" in g:
        _1 = torch.addmm_(g["in.weight"], torch.t(dx), torch.mul(torch.embedding(w["embedding.weight"], ids), {{embedding_scale}}))
      d = self.product_back(dx, w["in.weight"], None)
    if "embedding.weight" in g:
      _2 = torch.index_add_(g["embedding.weight"], 0, ids, d, alpha={{embedding_scale}})
    return 0

  # x [M, D] -> what the head reads [M, E]
  def read(self: __torch__.{{name}}, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
    h, mean, r = self.norm(x, w, "final_norm")
    return self.product(self.narrow(h), w["out.weight"]) if "out.weight" in w else h

  # [M, E] -> [M, V]
  def speak(self: __torch__.{{name}}, e: Tensor, w: Dict[str, Tensor]) -> Tensor:
    z = self.product(self.narrow(e), w["head.weight"])
    return torch.mul_(torch.tanh_(torch.mul_(z, 1. / {{head_cap}})), {{head_cap}}) if {{head_capped}} else z

  # x [N, D], positions [M] -> [M, V]
  def logits(self: __torch__.{{name}}, x: Tensor, positions: Tensor, w: Dict[str, Tensor]) -> Tensor:
    return self.speak(self.read(torch.index_select(x, 0, positions), w), w)

  # Mean cross-entropy of targets [M] at positions [M], a chunk of logits at a time.
  def loss(self: __torch__.{{name}}, x: Tensor, positions: Tensor, targets: Tensor, w: Dict[str, Tensor]) -> float:
    e = self.read(torch.index_select(x, 0, positions), w)
    total = torch.zeros([], dtype=7, device=x.device)
    for i in range(0, positions.size(0), {{chunk}}):
      z = self.speak(torch.slice(e, 0, i, i + {{chunk}}), w)
      total = torch.add_(total, torch.cross_entropy_loss(z, torch.slice(targets, 0, i, i + {{chunk}}), None, 2, -100, 0.))
    return float(total) / positions.size(0)

  # Logits z [m, V] and targets [m, 1] -> sum of -log p, and share (p - 1 at the target); z is used up.
  def surprise(self: __torch__.{{name}}, z: Tensor, target: Tensor, share: float) -> Tuple[Tensor, Tensor]:
    wanted = torch.gather(z, 1, target)
    top = torch.amax(z, [1], True)
    p = torch.exp_(torch.sub_(z, top))
    sums = torch.sum(p, [1], True)
    loss = torch.sum(torch.sub_(torch.add_(torch.log(sums), top), wanted))
    p = torch.mul_(p, torch.mul_(torch.reciprocal(sums), share))
    return (loss, torch.scatter_add_(p, 1, target, torch.full_like(sums, -share)))

  # The same loss [] in f64, and weight times its gradient at x [N, D]. Nothing here waits for a value.
  def loss_back(self: __torch__.{{name}}, x: Tensor, positions: Tensor, targets: Tensor, weight: float, w: Dict[str, Tensor], g: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    xs = torch.index_select(x, 0, positions)
    h, mean, r = self.norm(xs, w, "final_norm")
    e = self.product(self.narrow(h), w["out.weight"]) if "out.weight" in w else h
    count = positions.size(0)
    total = torch.zeros([], dtype=7, device=x.device)
    des = annotate(List[Tensor], [])
    for i in range(0, count, {{chunk}}):
      part = torch.slice(e, 0, i, i + {{chunk}})
      z = self.speak(part, w)
      target = torch.unsqueeze(torch.slice(targets, 0, i, i + {{chunk}}), 1)
      slope = torch.add_(torch.mul_(torch.square(z), -1. / ({{head_cap}} * {{head_cap}})), 1) if {{head_capped}} else z
      loss, dz = self.surprise(z, target, weight / count)
      total = torch.add_(total, loss)
      if {{head_capped}}:
        dz = torch.mul_(dz, slope)
      des.append(self.product_back(dz, w["head.weight"], None))
      if "head.weight" in g:
        _0 = torch.addmm_(g["head.weight"], torch.t(dz), part)
    de = torch.cat(des, 0)
    if "out.weight" in w:
      if "out.weight" in g:
        _1 = torch.addmm_(g["out.weight"], torch.t(de), h)
      de = self.product_back(de, w["out.weight"], None)
    d = self.norm_back(de, xs, mean, r, w, g, "final_norm")
    return (torch.div_(total, count), torch.index_copy_(torch.zeros_like(x), 0, positions, d))

  # ---- greedy generation: all layers, a cache of keys and values ----

  # x [N, D] -> rotated queries and keys, values
  def turned(self: __torch__.{{name}}, x: Tensor, cos: Tensor, sin: Tensor, w: Dict[str, Tensor], masks: Dict[str, Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    h, mean, r = self.norm(x, w, "attention_norm")
    q0, k0, v = self.heads(h, w, masks)
    q, m1, r1 = self.norm(q0, w, "q_norm")
    k, m2, r2 = self.norm(k0, w, "k_norm")
    return (self.rotate(q, cos, sin), self.rotate(k, cos, sin), v)

  # x [N, D], attention's result -> the next block's x
  def finish(self: __torch__.{{name}}, x: Tensor, y: Tensor, w: Dict[str, Tensor], masks: Dict[str, Tensor]) -> Tensor:
    flat = torch.reshape(y, [-1, {{attention_width}}])
    out, tape = self.feed_forward(x, self.project(flat, self.narrow(flat), w, "o", masks), w)
    return out

  # Prompts, laid out as in BatchLayout, through all layers; fills the caches -> [N, D]
  def prefill(self: __torch__.{{name}}, ids: Tensor, places: Tensor, cos: Tensor, sin: Tensor, plan: List[int], gather: Tensor, back: Tensor, slots: Tensor, windows: List[int], keys: List[Tensor], values: List[Tensor], ends: Dict[str, Tensor], blocks: List[Dict[str, Tensor]]) -> Tensor:
    masks = annotate(Dict[str, Tensor], {})
    x = self.embed(ids, places, ends)
    for n in range(len(blocks)):
      w = blocks[n]
      q, k, v = self.turned(x, cos, sin, w, masks)
      self.keep(keys[n], k, slots)
      self.keep(values[n], v, slots)
      outs = annotate(List[Tensor], [])
      qp = self.padded(q, gather)
      kp = self.padded(k, gather)
      vp = self.padded(v, gather)
      for i in range(len(plan) // 3):
        y, kept = self.attend(self.rows(qp, plan, i * 3), self.rows(kp, plan, i * 3), self.rows(vp, plan, i * 3), windows[n])
        outs.append(torch.reshape(y, [-1, {{attention_width}}]))
      x = self.finish(x, self.padded(self.joint(outs), back), w, masks)
    return x

  # x [N, G, d] into a cache [B * G, S, d], at slots [N * G] of its B * G * S places
  def keep(self: __torch__.{{name}}, cache: Tensor, x: Tensor, slots: Tensor) -> Tensor:
    return torch.index_copy_(torch.view(cache, [-1, {{head_dim}}]), 0, slots, torch.reshape(x, [-1, {{head_dim}}]))

  # One query a row: q [B, H, d], caches [B * G, S, d], sight [B * G, 1, S] -> [B, H * d]
  def look(self: __torch__.{{name}}, q: Tensor, k: Tensor, v: Tensor, sight: Tensor) -> Tensor:
    grouped = torch.reshape(q, [-1, {{group}}, {{head_dim}}])
    if {{capped}}:
      s = torch.mul_(torch.bmm(grouped, torch.transpose(k, 1, 2)), {{attention_scale}} / {{cap}})
      s = torch.add_(torch.mul_(torch.tanh_(s), {{cap}}), sight)
    else:
      s = torch.baddbmm(sight, grouped, torch.transpose(k, 1, 2), alpha={{attention_scale}})
    return torch.reshape(torch.bmm(torch.softmax(s, -1), v), [-1, {{attention_width}}])

  # What rows at these positions [B] may look at, as what is added to scores [B * G, 1, S]
  def outlook(self: __torch__.{{name}}, position: Tensor, upto: int, window: int) -> Tensor:
    hidden = self.hidden(torch.unsqueeze(position, 1), upto, window)
    sight = torch.masked_fill(torch.zeros([position.size(0), upto], dtype=6, device=position.device), hidden, -inf)
    return torch.reshape(torch.expand(torch.unsqueeze(sight, 1), [-1, {{kv_heads}}, -1]), [-1, 1, upto])

  # One token a row: chosen [B] at position [B] -> [B, D]. Caches reach up to upto.
  def decode(self: __torch__.{{name}}, chosen: Tensor, position: Tensor, slots: Tensor, upto: int, cos: Tensor, sin: Tensor, windows: List[int], keys: List[Tensor], values: List[Tensor], ends: Dict[str, Tensor], blocks: List[Dict[str, Tensor]]) -> Tensor:
    masks = annotate(Dict[str, Tensor], {})
    at = torch.clamp(position, None, cos.size(0) - 1)
    cos1 = torch.index_select(cos, 0, at)
    sin1 = torch.index_select(sin, 0, at)
    sights = annotate(Dict[int, Tensor], {})
    x = self.embed(chosen, at, ends)
    for n in range(len(blocks)):
      w = blocks[n]
      if not (windows[n] in sights):
        sights[windows[n]] = self.outlook(position, upto, windows[n])
      q, k, v = self.turned(x, cos1, sin1, w, masks)
      self.keep(keys[n], k, slots)
      self.keep(values[n], v, slots)
      y = self.look(q, torch.slice(keys[n], 1, 0, upto), torch.slice(values[n], 1, 0, upto), sights[windows[n]])
      x = self.finish(x, y, w, masks)
    return x

  # Greedy continuations of prompts, laid out as in BatchLayout: slots [N * G] of their keys in
  # caches of room a row, last tokens [B], stop [V] bool, cos and sin of all positions [P, 1, d].
  # -> [B, S], S at most steps. Ends when every row has met a stop id; what a row holds after its
  # own is to be cut off.
  def generate(self: __torch__.{{name}}, ids: Tensor, places: Tensor, cos: Tensor, sin: Tensor, plan: List[int], gather: Tensor, back: Tensor, slots: Tensor, last: Tensor, stop: Tensor, all_cos: Tensor, all_sin: Tensor, room: int, steps: int, windows: List[int], ends: Dict[str, Tensor], blocks: List[Dict[str, Tensor]]) -> Tensor:
    rows = last.size(0)
    keys = annotate(List[Tensor], [])
    values = annotate(List[Tensor], [])
    for n in range(len(blocks)):
      keys.append(torch.zeros([rows * {{kv_heads}}, room, {{head_dim}}], dtype=6, device=ids.device))
      values.append(torch.zeros([rows * {{kv_heads}}, room, {{head_dim}}], dtype=6, device=ids.device))
    x = self.prefill(ids, places, cos, sin, plan, gather, back, slots, windows, keys, values, ends, blocks)
    chosen = torch.argmax(self.logits(x, last, ends), -1)
    out = annotate(List[Tensor], [chosen])
    ended = torch.index_select(stop, 0, chosen)
    position = torch.index_select(places, 0, last)
    slot = torch.reshape(torch.index_select(torch.view(slots, [-1, {{kv_heads}}]), 0, last), [-1])
    step = 1
    while step < steps and not bool(torch.all(ended)):
      position = torch.add(position, 1)
      slot = torch.add(slot, 1)
      x1 = self.decode(chosen, position, slot, room - steps + step, all_cos, all_sin, windows, keys, values, ends, blocks)
      chosen = torch.argmax(self.speak(self.read(x1, ends), ends), -1)
      out.append(chosen)
      ended = torch.logical_or(ended, torch.index_select(stop, 0, chosen))
      step = step + 1
    return torch.stack(out, 1)
