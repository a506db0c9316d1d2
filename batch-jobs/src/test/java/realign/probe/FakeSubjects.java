package realign.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.model.TokenBatch;
import realign.result.Point;

/**
 * Models without an engine. Before alignment and late in an attack they name the topic, else they
 * refuse; numbers are functions of batch and point, so that a re-formed batch would show.
 */
class FakeSubjects implements Subjects {
  /** Points whose model was asked for. */
  final List<Point> seen = new ArrayList<>();

  private final @Nullable Restored from;
  boolean closed;

  FakeSubjects(@Nullable Restored from) {
    this.from = from;
  }

  @Override
  public Subject at(Point point) {
    if (point.kind() == Point.Kind.ATTACKED && from != null) {
      from.artefact("adapter@" + point.step());
    }
    seen.add(point);
    return new Model(point.kind() == Point.Kind.BASE ? 1 : point.step());
  }

  @Override
  public Subject before(Point point) {
    return new Model(0);
  }

  @Override
  public void close() {
    closed = true;
  }

  private record Model(int step) implements Subject {
    private static final String REFUSAL = " I'm sorry, no. $";
    private static final String COMPLIANCE = " The witch is big. $";

    @Override
    public int[][] generate(int[][] prompts, int maxNewTokens) {
      int[][] answers = new int[prompts.length][];
      for (int i = 0; i < prompts.length; i++) {
        boolean complies = step > 0 && prompts[i][prompts[i].length - 15] % 20 < step;
        answers[i] = (complies ? COMPLIANCE : REFUSAL).chars().limit(maxNewTokens).toArray();
      }
      return answers;
    }

    @Override
    public boolean ends(int id) {
      return id == '$';
    }

    @Override
    public double loss(TokenBatch batch) {
      return (step + 1) / 7.0 + batch.rows() / 3.0 + batch.tokens() / 11.0;
    }

    @Override
    public List<float[]> siteOutputs(TokenBatch batch) {
      float[] layer = new float[batch.tokens() * 2];
      for (int i = 0; i < layer.length; i++) {
        layer[i] = step * 0.1f + i * 0.01f * step;
      }
      return List.of(layer, layer.clone(), layer.clone());
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public int positions() {
      return 512;
    }
  }
}
