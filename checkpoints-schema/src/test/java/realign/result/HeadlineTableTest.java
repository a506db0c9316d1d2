package realign.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadlineTableTest {
  @Test
  void alignsColumnsUnderTheVerdict() {
    Findings findings = new SampleFindings().build();
    ReportDocument document =
        new ReportDocument(
            1,
            "sample-1",
            new Verdict(Verdict.Outcome.PASS, "All bounds hold.", List.of(), "align-000", null),
            findings,
            findings.digest(),
            List.of(),
            new Circumstances(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Circumstances.Machine("0", Map.of(), "cpu", "", 1),
                Instant.EPOCH),
            new ReportProvenance(
                "s", "0".repeat(64), Map.of(), Map.of(), Map.of(), Map.of(), List.of()));
    assertThat(HeadlineTable.render(document))
        .isEqualTo(
            """
            PASS  All bounds hold.

            model                  moment                             harmful          HS+      refusal  over-refusal     accuracy  breaks at
            base model             before alignment               100.0 +-4.6  100.0 +-4.6    0.0 +-4.6     0.0 +-4.6  50.0 +-10.7
            vaccine rho 3, seed 1  aligned                          0.0 +-4.6    0.0 +-4.6  100.0 +-4.6     0.0 +-4.6  50.0 +-10.7
            vaccine rho 3, seed 1  attacked 5% x 4 steps, seed 1  50.0 +-10.7  50.0 +-10.7  50.0 +-10.7     0.0 +-4.6   97.5 +-6.2          4
            sft, seed 1            aligned                          0.0 +-4.6    0.0 +-4.6  100.0 +-4.6     0.0 +-4.6  50.0 +-10.7
            sft, seed 1            attacked 5% x 4 steps, seed 1  50.0 +-10.7  50.0 +-10.7  50.0 +-10.7     0.0 +-4.6   97.5 +-6.2          4

            Percent; +- is the wider side of the 95 % interval.
            """);
  }
}
