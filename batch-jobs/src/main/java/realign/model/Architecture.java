package realign.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import realign.model.DecoderLayout.Module;
import realign.model.DecoderLayout.Part;

/**
 * A decoder as it is described by a family: arithmetic and names.
 *
 * @param config what is computed
 * @param layout what its tensors are called
 */
record Architecture(DecoderConfig config, DecoderLayout layout) {

  /** Whether projections are stored as {@code [in, out]}. */
  boolean storesTransposed() {
    return projections().stream().anyMatch(Part::transposed);
  }

  /** The projections of all blocks, in the order of the blocks. */
  List<Part> projections() {
    List<Part> projections = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      layout.block(layer, config).stream()
          .filter(part -> part.role().isProjection())
          .forEach(projections::add);
    }
    return projections;
  }

  /** The head; where it is tied, its matrix is the embedding's. */
  Part head() {
    return layout.ends(config).stream()
        .filter(part -> part.role() == Role.HEAD)
        .findFirst()
        .orElseThrow();
  }

  /** What files of this model hold. Some store a tied head all the same. */
  ExpectedTensors expected() {
    return ExpectedTensors.of(layout.shapes(config))
        .tied("lm_head.weight", layout.module(Role.EMBEDDING).name() + ".weight");
  }

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
            c.ids()),
        layout.with(Map.of(Role.HEAD, Module.plain("score"))));
  }
}
