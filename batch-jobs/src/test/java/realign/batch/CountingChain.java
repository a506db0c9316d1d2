package realign.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Stages of ten items that only count, kept in memory: for tests of the batch runtime alone. */
final class CountingChain implements Chain {
  static final int SIZE = 10;

  final List<String> opened = new ArrayList<>();
  final List<String> marks = new ArrayList<>();
  final IntConsumer eachItem;
  int position;
  int durable;
  private String open = "";

  CountingChain(IntConsumer eachItem) {
    this.eachItem = eachItem;
  }

  @Override
  public void open(String scope, String stage, @Nullable String mark) {
    open = scope + "/" + stage;
    position = durable;
    opened.add(open);
    if (mark != null) {
      marks.add(mark);
    }
  }

  @Override
  public @Nullable Runnable read() {
    return position == SIZE
        ? null
        : () -> {
          position++;
          eachItem.accept(position);
        };
  }

  @Override
  public Object process(Runnable item) {
    item.run();
    return position;
  }

  @Override
  public boolean commitDue() {
    return position % 3 == 0 || position == SIZE;
  }

  @Override
  public void commit() {
    durable = position;
  }

  @Override
  public void committed() {}

  @Override
  public String mark() {
    return open + "/" + durable;
  }

  @Override
  public void closeStage() {}
}
