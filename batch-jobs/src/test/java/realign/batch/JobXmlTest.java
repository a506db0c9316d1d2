package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.operations.JobOperator;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class JobXmlTest {

  private static final Map<String, Class<?>> ARTIFACTS =
      Stream.<Class<?>>of(
              StageItemReader.class,
              StageItemProcessor.class,
              StageItemWriter.class,
              StageCheckpointAlgorithm.class)
          .collect(
              Collectors.toMap(
                  artifact -> artifact.getAnnotation(Named.class).value(), Function.identity()));

  static Stream<String> jobs() {
    return Stream.of("nightly", "load", "base", "align", "cell", "report");
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void isValidByTheSchemaOfTheSpecification(String job) throws Exception {
    URL xsd = Objects.requireNonNull(JobOperator.class.getResource("/xsd/jobXML_2_0.xsd"));
    Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(xsd);
    try (InputStream xml = open(job)) {
      schema.newValidator().validate(new StreamSource(xml));
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void idIsTheFileName(String job) throws Exception {
    // JBeret finds the file by the id when a killed execution is restarted.
    assertThat(parse(job).getDocumentElement().getAttribute("id")).isEqualTo(job);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyReferenceIsAnArtifact(String job) throws Exception {
    List<String> references = new ArrayList<>();
    for (Element element : elements(parse(job), "*")) {
      if (element.hasAttribute("ref")) {
        references.add(element.getAttribute("ref"));
      }
    }
    assertThat(references).isNotEmpty().allMatch(ARTIFACTS::containsKey);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void theLogDecidesAndNothingIsRetriedOrSkipped(String job) throws Exception {
    Document xml = parse(job);
    assertThat(elements(xml, "step"))
        .allMatch(step -> step.getAttribute("allow-start-if-complete").equals("true"));
    assertThat(elements(xml, "chunk"))
        .allMatch(
            chunk ->
                chunk.getAttribute("checkpoint-policy").equals("custom")
                    && !chunk.hasAttribute("time-limit"));
    assertThat(elements(xml, "retryable-exception-classes")).isEmpty();
    assertThat(elements(xml, "skippable-exception-classes")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyStageIsOneThatItsScopeHas(String job) throws Exception {
    for (Element reader : elements(parse(job), "reader")) {
      Set<String> stages =
          elements(reader, "property").stream()
              .filter(property -> property.getAttribute("name").equals("stage"))
              .map(property -> property.getAttribute("value"))
              .collect(Collectors.toSet());
      assertThat(stages).hasSize(1).isSubsetOf("load", "evaluate", "align", "attack", "report");
    }
  }

  @Test
  void nightlyIsTheWholeChain() throws Exception {
    assertThat(elements(parse("nightly"), "step"))
        .extracting(step -> step.getAttribute("id"))
        .containsExactly(
            "load-stage",
            "evaluate-base",
            "align-stage",
            "evaluate-align",
            "attack-stage",
            "evaluate-cell",
            "report-stage");
  }

  private static Document parse(String job) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    try (InputStream xml = open(job)) {
      return factory.newDocumentBuilder().parse(xml);
    }
  }

  private static InputStream open(String job) {
    try {
      return Objects.requireNonNull(
              JobXmlTest.class.getResource("/META-INF/batch-jobs/" + job + ".xml"))
          .openStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Element> elements(Document xml, String name) {
    return elements(xml.getDocumentElement(), name);
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
