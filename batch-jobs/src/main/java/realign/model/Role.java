package realign.model;

import ai.djl.ndarray.types.Shape;
import realign.model.DecoderConfig.Attention;

/**
 * What a module does in a decoder, whatever its family calls it. The key is its name in the script.
 */
enum Role {
  EMBEDDING("embedding", Kind.END),
  POSITIONS("positions", Kind.END),
  /** From the embedding's width to the stream's. */
  IN("in", Kind.END),
  FINAL_NORM("final_norm", Kind.END_NORM),
  /** From the stream's width to the embedding's. */
  OUT("out", Kind.END),
  HEAD("head", Kind.END),

  ATTENTION_NORM("attention_norm", Kind.NORM),
  Q("q", Kind.PROJECTION),
  K("k", Kind.PROJECTION),
  V("v", Kind.PROJECTION),
  /** Queries, keys and values in one. */
  QKV("qkv", Kind.PROJECTION),
  Q_NORM("q_norm", Kind.NORM),
  K_NORM("k_norm", Kind.NORM),
  O("o", Kind.PROJECTION),
  /** Of what the attention returns, or of the sum after it. */
  SITE_NORM("site_norm", Kind.NORM),
  FEED_NORM("feed_norm", Kind.NORM),
  GATE("gate", Kind.PROJECTION),
  UP("up", Kind.PROJECTION),
  DOWN("down", Kind.PROJECTION),
  /** Of what the feed-forward part returns, or of the sum after it. */
  OUT_NORM("out_norm", Kind.NORM);

  final String key;
  private final Kind kind;

  Role(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  private enum Kind {
    END,
    END_NORM,
    PROJECTION,
    NORM
  }

  boolean isInBlock() {
    return kind == Kind.PROJECTION || kind == Kind.NORM;
  }

  boolean isNorm() {
    return kind == Kind.NORM || kind == Kind.END_NORM;
  }

  /** A matrix of a block, which may have an adapter. */
  boolean isProjection() {
    return kind == Kind.PROJECTION;
  }

  /** Of the weight: {@code [width]} of a norm, {@code [out, in]} of a matrix. */
  Shape shape(DecoderConfig config) {
    Attention attention = config.attention();
    int hidden = config.hidden();
    int embedded = config.embedding().width();
    int wide = config.feedForward().width();
    return switch (this) {
      case EMBEDDING -> new Shape(config.vocabulary(), embedded);
      case POSITIONS -> new Shape(places(config), hidden);
      case IN -> new Shape(hidden, embedded);
      case OUT -> new Shape(embedded, hidden);
      case HEAD -> new Shape(config.head().outputs(), embedded);
      case Q -> new Shape(attention.width(), hidden);
      case K, V -> new Shape(attention.kvWidth(), hidden);
      case QKV -> new Shape(attention.width() + 2 * attention.kvWidth(), hidden);
      case O -> new Shape(hidden, attention.width());
      case GATE, UP -> new Shape(wide, hidden);
      case DOWN -> new Shape(hidden, wide);
      case Q_NORM, K_NORM -> new Shape(attention.headDim());
      case ATTENTION_NORM, SITE_NORM, FEED_NORM, OUT_NORM, FINAL_NORM -> new Shape(hidden);
    };
  }

  private static int places(DecoderConfig config) {
    Integer first = config.embedding().firstPlace();
    return config.positions() + (first == null ? 0 : first);
  }
}
