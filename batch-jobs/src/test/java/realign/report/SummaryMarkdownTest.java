package realign.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryMarkdownTest {
  @Test
  void tellsVerdictHeadlineAndLimits() {
    assertThat(SummaryMarkdown.render(SampleDocument.of()))
        .startsWith("# PASS: sample-1234abcd\n\nvaccine rho 3, seed 1: harmful score 0.0")
        .contains("| base model | before alignment | 100.0 (95.4 – 100.0, n 80) |")
        .contains("| sft, seed 1 | attacked 5% x 300 steps, seed 1 | 100.0 (95.4 – 100.0, n 80) |")
        .contains("| 60 |")
        .contains("not the safety of a real model");
  }

  @Test
  void letsNoNameBecomeMarkup() {
    assertThat(SummaryMarkdown.escape("a|b <script> `x`\n# c"))
        .isEqualTo("a\\|b &lt;script&gt; \\`x\\` \\# c");
  }
}
