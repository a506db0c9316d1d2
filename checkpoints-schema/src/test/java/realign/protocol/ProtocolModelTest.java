package realign.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No order of steps breaks the protocol, and each of its rules is needed. Larger searches: {@code
 * -Drealign.protocol.large=true} (2 minutes, and {@code -Xmx5g}).
 */
class ProtocolModelTest {
  private static final Logger LOG = LoggerFactory.getLogger(ProtocolModelTest.class);

  static Stream<Bounds> small() {
    return Stream.of(
        new Bounds(2, false, 2, 2, 1, 1, 1, 0),
        new Bounds(2, false, 3, 2, 1, 0, 1, 1),
        new Bounds(1, false, 3, 2, 2, 1, 0, 1),
        new Bounds(3, false, 1, 1, 1, 0, 1, 0),
        new Bounds(2, true, 2, 2, 0, 1, 1, 0),
        new Bounds(1, true, 2, 2, 1, 1, 1, 0));
  }

  static Stream<Bounds> large() {
    return Stream.of(
        new Bounds(2, true, 2, 2, 1, 0, 1, 0),
        new Bounds(2, false, 3, 1, 1, 1, 1, 1),
        new Bounds(2, true, 2, 2, 1, 1, 1, 0));
  }

  private static Search.Result search(Bounds bounds, Rule... away) {
    return new Search(new Protocol(bounds, away)).run();
  }

  @ParameterizedTest
  @MethodSource("small")
  void withAllRulesNothingBreaks(Bounds bounds) {
    holds(bounds);
  }

  @ParameterizedTest
  @MethodSource("large")
  @EnabledIfSystemProperty(named = "realign.protocol.large", matches = "true")
  void norInLargerSearches(Bounds bounds) {
    holds(bounds);
  }

  private static void holds(Bounds bounds) {
    Search.Result result = search(bounds);
    LOG.info("{}: {} states, in {} the scope is done", bounds, result.states(), result.finished());
    assertThat(result.broken()).as(result.story()).isNull();
    assertThat(result.finished()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "OWN_NONCE_IS_SUCCESS, FENCED_ONLY_BY_ANOTHER",
    "OTHER_NONCE_IS_FENCE, NOTHING_ACKNOWLEDGED_IS_LOST",
    "SAME_BYTES_ON_RETRY, FENCED_ONLY_BY_ANOTHER",
    "READ_ON_AFTER_412, DONE_STAYS_DONE",
    "ENTRIES_STAY, ONE_HISTORY",
    "BLOBS_BEFORE_ENTRY, NAMED_BLOBS_EXIST",
    "DELETE_AFTER_ENTRY, NAMED_BLOBS_EXIST",
    "DROPPED_STAYS_NAMED, NOTHING_DROPPED_IS_LEFT",
    "BLOBS_PER_CLAIM, NAMED_BLOBS_EXIST",
    "DELETED_CONTENT_STAYS_AWAY, NAMED_BLOBS_EXIST",
    "HOLDER_AT_CLAIM, SUCCESSOR_OF_THE_DEAD_GOES_ON",
    "GONE_IS_PROVEN, THE_LIVING_KEEP_THEIR_SCOPE",
    "LOOK_AGAIN_AFTER_WATCH, SUCCESSOR_OF_THE_DEAD_GOES_ON"
  })
  void withoutARuleTheSearchFindsWhatBreaks(Rule away, Invariant broken) {
    Search.Result result = search(enoughFor(away), away);
    LOG.info("without {}: {}", away, result.story());
    assertThat(result.broken())
        .as(result.story())
        .isInstanceOfSatisfying(Broken.class, b -> assertThat(b.invariant()).isEqualTo(broken));
    assertThat(result.trace()).isNotEmpty();
  }

  /** Bounds in which the rule is needed; with it nothing breaks there. */
  private static Bounds enoughFor(Rule rule) {
    return switch (rule) {
      case DROPPED_STAYS_NAMED -> new Bounds(1, false, 3, 1, 0, 1, 0, 0);
      case DELETED_CONTENT_STAYS_AWAY -> new Bounds(1, false, 3, 1, 0, 1, 0, 0);
      case GONE_IS_PROVEN -> new Bounds(3, false, 1, 1, 0, 0, 0, 0);
      case ENTRIES_STAY -> new Bounds(2, false, 2, 1, 0, 0, 1, 0);
      default -> new Bounds(2, false, 2, 1, 1, 1, 1, 0);
    };
  }

  @Test
  void withThatRuleNothingBreaksThere() {
    Stream.of(Rule.values())
        .map(ProtocolModelTest::enoughFor)
        .distinct()
        .forEach(bounds -> assertThat(search(bounds).broken()).isNull());
  }

  @Test
  void everyKindOfStepIsTaken() {
    Set<String> labels = new TreeSet<>();
    labels.addAll(search(new Bounds(2, false, 2, 1, 1, 1, 0, 1)).labels());
    labels.addAll(search(new Bounds(2, false, 1, 1, 0, 0, 1, 0)).labels());
    labels.addAll(search(new Bounds(1, true, 2, 2, 1, 0, 0, 0)).labels());
    assertThat(labels).hasSize(21);
  }
}
