package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.safetensors.HostTensor;

/**
 * The same decoder in single array operations, one row at a time, as the formulas are written: what
 * the scripts are compared with. Not for use.
 */
final class PlainDecoder {
  private final NDManager manager;
  private final DecoderConfig config;
  private final Map<String, HostTensor> weights;
  private final Map<String, HostTensor> adapter;
  private final double scale;

  PlainDecoder(
      NDManager manager,
      DecoderConfig config,
      Map<String, HostTensor> weights,
      Map<String, HostTensor> adapter,
      double scale) {
    this.manager = manager;
    this.config = config;
    this.weights = weights;
    this.adapter = adapter;
    this.scale = scale;
  }

  /** Logits {@code [T, V]} of a row. */
  NDArray logits(int[] row, @Nullable List<float[]> siteOffsets) {
    NDArray x =
        get("model.embed_tokens.weight").get(manager.create(row).toType(DataType.INT64, false));
    for (int layer = 0; layer < config.layers(); layer++) {
      NDArray site = attention(norm(x, block(layer) + "input_layernorm.weight"), block(layer));
      if (siteOffsets != null) {
        site = site.add(manager.create(siteOffsets.get(layer), site.getShape()));
      }
      x = x.add(site);
      x =
          x.add(
              feedForward(norm(x, block(layer) + "post_attention_layernorm.weight"), block(layer)));
    }
    String head = config.head().tied() ? "model.embed_tokens.weight" : "lm_head.weight";
    return norm(x, "model.norm.weight").matMul(get(head).transpose());
  }

  /** Sum of -log p(label) over the row's labelled positions. */
  double loss(int[] row, int[] labels, @Nullable List<float[]> siteOffsets) {
    NDArray logProbabilities = logits(row, siteOffsets).logSoftmax(-1);
    double sum = 0;
    for (int i = 1; i < row.length; i++) {
      if (labels[i] != TokenBatch.IGNORED) {
        sum -= logProbabilities.getFloat(i - 1, labels[i]);
      }
    }
    return sum;
  }

  /** softmax(q k^T / sqrt d) v, causal; query head h reads key head h / (H / G). */
  private NDArray attention(NDArray h, String block) {
    long t = h.getShape().get(0);
    int d = config.attention().headDim();
    NDArray q = rotate(split(project(h, block + "self_attn.q_proj"), config.attention().heads()));
    NDArray k = rotate(split(project(h, block + "self_attn.k_proj"), config.attention().kvHeads()));
    NDArray v = split(project(h, block + "self_attn.v_proj"), config.attention().kvHeads());
    NDArray future = manager.ones(new Shape(t, t)).sub(lowerTriangle(t)).mul(-1e9f);
    NDList heads = new NDList();
    for (int head = 0; head < config.attention().heads(); head++) {
      int shared = head / (config.attention().heads() / config.attention().kvHeads());
      NDArray scores = q.get(head).matMul(k.get(shared).transpose()).div(Math.sqrt(d)).add(future);
      heads.add(scores.softmax(-1).matMul(v.get(shared)));
    }
    NDArray joined = heads.size() == 1 ? heads.get(0) : heads.get(0).concat(heads.get(1), 1);
    for (int head = 2; head < heads.size(); head++) {
      joined = joined.concat(heads.get(head), 1);
    }
    return project(joined, block + "self_attn.o_proj");
  }

  private NDArray lowerTriangle(long t) {
    NDArray at = manager.arange(0, (float) t, 1, DataType.FLOAT32);
    return at.expandDims(1).gte(at.expandDims(0)).toType(DataType.FLOAT32, false);
  }

  /** [T, heads * d] -> [heads, T, d] */
  private NDArray split(NDArray x, int heads) {
    return x.reshape(x.getShape().get(0), heads, config.attention().headDim()).transpose(1, 0, 2);
  }

  /** (x1, x2) -> (x1 cos - x2 sin, x2 cos + x1 sin), angles position * theta^(-2 i / d). */
  private NDArray rotate(NDArray x) {
    long t = x.getShape().get(1);
    int half = config.attention().headDim() / 2;
    float[] angles = new float[(int) t * half];
    for (int position = 0; position < t; position++) {
      for (int i = 0; i < half; i++) {
        double frequency = Math.pow(10000, -2.0 * i / config.attention().headDim());
        angles[position * half + i] = (float) (position * frequency);
      }
    }
    NDArray angle = manager.create(angles, new Shape(1, t, half));
    NDArray x1 = x.get(":, :, :" + half);
    NDArray x2 = x.get(":, :, " + half + ":");
    NDArray y1 = x1.mul(angle.cos()).sub(x2.mul(angle.sin()));
    NDArray y2 = x2.mul(angle.cos()).add(x1.mul(angle.sin()));
    return y1.concat(y2, 2);
  }

  private NDArray feedForward(NDArray h, String block) {
    NDArray gate = project(h, block + "mlp.gate_proj");
    NDArray up = project(h, block + "mlp.up_proj");
    return project(gate.mul(Activation.sigmoid(gate)).mul(up), block + "mlp.down_proj");
  }

  private NDArray norm(NDArray x, String name) {
    NDArray meanSquare = x.square().mean(new int[] {1}, true);
    return x.div(meanSquare.add((float) config.norm().epsilon()).sqrt()).mul(get(name));
  }

  private NDArray project(NDArray x, String module) {
    NDArray y = x.matMul(get(module + ".weight").transpose());
    HostTensor a = adapter.get(LoraAdapter.nameOfA(module));
    HostTensor b = adapter.get(LoraAdapter.nameOfB(module));
    if (a == null || b == null) {
      return y;
    }
    NDArray low = x.matMul(array(a).transpose()).matMul(array(b).transpose());
    return y.add(low.mul((float) scale));
  }

  private static String block(int layer) {
    return "model.layers." + layer + ".";
  }

  private NDArray get(String name) {
    HostTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return array(tensor);
  }

  private NDArray array(HostTensor tensor) {
    return manager.create(tensor.data(), new Shape(tensor.shape()), DataType.FLOAT32);
  }
}
