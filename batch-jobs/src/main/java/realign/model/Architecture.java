package realign.model;

import java.util.Map;
import realign.model.DecoderLayout.Module;

/**
 * A decoder as it is described by a family: arithmetic and names.
 *
 * @param config what is computed
 * @param layout what its tensors are called
 */
record Architecture(DecoderConfig config, DecoderLayout layout) {

  /** The same decoder with scores of labels in place of its head. */
  Architecture classifier(int labels) {
    DecoderConfig c = config;
    return new Architecture(
        new DecoderConfig(
            c.vocabulary(),
            c.hidden(),
            c.layers(),
            c.positions(),
            c.embedding(),
            c.attention(),
            c.feedForward(),
            c.norm(),
            new DecoderConfig.Head(labels, false, null),
            c.initializerRange(),
            c.bos(),
            c.eos(),
            c.pad()),
        layout.with(Map.of(Role.HEAD, Module.plain("score"))));
  }
}
