package realign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import realign.result.Findings;
import realign.result.FindingsBuilder;
import realign.result.ReportDocument;
import realign.result.Verdict;
import realign.spec.Digest;
import realign.spec.RunSpec;

class ReportHtmlTest {
  private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

  private final String html = ReportHtml.render(SampleDocument.of());
  private final Document page = Jsoup.parse(html);

  /** A copy for the eye: {@code target/sample-report.html}. */
  @Test
  void beginsWithTheVerdictAndItsNumbers() throws Exception {
    Files.writeString(Path.of("target/sample-report.html"), html);
    assertThat(Objects.requireNonNull(page.selectFirst("h1")).text()).isEqualTo("✓ PASS");
    assertThat(Objects.requireNonNull(page.selectFirst(".sentence")).text())
        .contains("80.0 (with 95 % confidence below 86.3)", "no champion");
    assertThat(page.select(".journey.candidate .big").eachText())
        .containsExactly("100.0", "0.0", "80.0");
    assertThat(page.select(".journey.candidate .facts dd").eachText()).startsWith("140").hasSize(4);
  }

  @Test
  void comparesForecastAndCostOfEveryTrainingStage() {
    assertThat(page.select("#costs tbody tr").eachText())
        .containsExactly(
            "align-000 align 400 612.5 598.8 650.3 702.5 1049.0 1096.7 4096000 4096000",
            "cell-000 attack 40 – 300.0 – 310.0 – 858.3 – –");
  }

  @Test
  void writesEveryVerdictAsItIs() {
    for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
      Verdict verdict = new Verdict(outcome, "Because.", List.of(), "align-000", null);
      assertThat(Objects.requireNonNull(render(verdict, "run-1").selectFirst("h1")).text())
          .endsWith(outcome.name());
    }
    assertThat(Objects.requireNonNull(render(null, "run-1").selectFirst("h1")).text())
        .endsWith("NO GATE");
  }

  private static Document render(@org.jspecify.annotations.Nullable Verdict verdict, String run) {
    RunSpec spec = SampleRun.spec();
    Findings findings = FindingsBuilder.build(spec, SampleRun.records(spec));
    return Jsoup.parse(ReportHtml.render(SampleDocument.of(spec, findings, verdict, run)));
  }

  @Test
  void escapesEveryNameAndSentence() {
    Verdict.Reason reason = new Verdict.Reason(Verdict.Outcome.BLOCKED, EVIL, EVIL, EVIL);
    Verdict verdict =
        new Verdict(Verdict.Outcome.BLOCKED, EVIL, List.of(reason), "align-000", EVIL);
    Document evil = render(verdict, EVIL);
    assertThat(evil.select("script, img")).isEmpty();
    assertThat(Objects.requireNonNull(evil.selectFirst(".sentence")).text()).isEqualTo(EVIL);
    assertThat(evil.title()).contains(EVIL);
    assertThat(handlers(evil)).isEmpty();
  }

  @Test
  void escapesWithinDrawings() {
    LineChart chart =
        new LineChart(
            EVIL,
            EVIL,
            EVIL,
            true,
            new LineChart.Limit(50, EVIL),
            List.of(
                new Series(EVIL, 0, List.of(new Series.Dot(0, 1), new Series.Dot(2, 3)), true)));
    Document drawing = Jsoup.parse(chart.drawing().close());
    assertThat(drawing.select("script, img")).isEmpty();
    assertThat(handlers(drawing)).isEmpty();
    assertThat(Objects.requireNonNull(drawing.selectFirst("text.axis-name")).text())
        .isEqualTo(EVIL);
  }

  private static List<String> handlers(Document page) {
    return page.getAllElements().stream()
        .flatMap(e -> e.attributes().asList().stream())
        .map(Attribute::getKey)
        .filter(name -> name.startsWith("on") || name.equals("style"))
        .toList();
  }

  @Test
  void allowsItsOwnStyleSheetAndNothingElse() {
    Element meta =
        Objects.requireNonNull(page.selectFirst("meta[http-equiv=Content-Security-Policy]"));
    String css = Objects.requireNonNull(page.selectFirst("style")).data();
    String hash =
        Base64.getEncoder()
            .encodeToString(Digest.sha256().digest(css.getBytes(StandardCharsets.UTF_8)));
    assertThat(meta.attr("content"))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + hash
                + "'; base-uri 'none'; form-action 'none'");
    assertThat(page.select("style")).hasSize(1);
    assertThat(handlers(page)).as("style attributes, which the policy forbids").isEmpty();
  }

  @Test
  void needsNothingFromOutside() {
    assertThat(page.select("script, link, img, iframe, object, embed, form, base")).isEmpty();
    assertThat(page.select("[src], [srcset], [xlink:href], [action]")).isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).allMatch(href -> href.startsWith("#"));
    assertThat(Objects.requireNonNull(page.selectFirst("style")).data())
        .doesNotContain("url(")
        .doesNotContain("@import");
    assertThat(html).doesNotContain("http://").doesNotContain("https://");
  }

  @Test
  void givesEveryChartATwinWithTheSameNumbers() {
    assertThat(page.select("svg.chart")).hasSizeGreaterThanOrEqualTo(7);
    for (Element chart : page.select("svg.chart")) {
      Element figure = Objects.requireNonNull(chart.closest("figure"));
      assertThat(figure.select("details table tbody tr")).isNotEmpty();
      assertThat(chart.select("> title").text()).isNotBlank();
    }
    Element survival = Objects.requireNonNull(page.selectFirst("#survival"));
    assertThat(survival.select("thead th").eachText())
        .containsExactly("attack step", "vaccine rho 3", "sft");
    assertThat(survival.select("tbody tr:last-child td").eachText())
        .containsExactly("300", "80.0 (70.0 – 87.3)", "100.0 (95.4 – 100.0)");
  }

  @Test
  void letsAKeyboardReachWhatScrolls() {
    assertThat(page.select("a.skip[href=#numbers]")).hasSize(1);
    assertThat(page.select(".scroll")).allMatch(e -> e.attr("tabindex").equals("0"));
    for (String target : page.select("nav a").eachAttr("href")) {
      assertThat(page.select(target)).as(target).hasSize(1);
    }
  }

  @Test
  void saysWhatItDoesNotShowAndHowToReproduceIt() {
    assertThat(Objects.requireNonNull(page.selectFirst("#limits")).text())
        .contains("tests the mechanism", "not the safety of a real model");
    assertThat(Objects.requireNonNull(page.selectFirst("#provenance pre")).text())
        .isEqualTo("realign run sample.yaml --fresh");
    assertThat(Objects.requireNonNull(page.selectFirst("#attempts")).text())
        .contains("stopped without release; taken over");
  }

  @Test
  void doesWithoutAttackAndEvaluation() {
    String spec =
        """
        apiVersion: realign/v1
        name: bare
        model: {path: model}
        align:
          data: {path: safe.jsonl, format: alpaca}
          methods: [{name: sft}]
        """;
    RunSpec bare = realign.spec.SpecReader.ofRunSpec().text("bare.yaml", spec).value();
    ReportDocument document = SampleDocument.of(bare, java.util.Map.of(), "bare-1");
    Document rendered = Jsoup.parse(ReportHtml.render(document));
    assertThat(Objects.requireNonNull(rendered.selectFirst("#defects")).text())
        .contains("align-000 has no results");
    assertThat(rendered.select("svg.chart")).hasSize(1);
  }
}
