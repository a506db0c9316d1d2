package realign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.access.PolicyReader.Request;
import realign.spec.PrettyJson;
import realign.spec.ProblemException;

/** What the printed policies allow and what they do not: exactly this. */
class AccessPolicyTest {
  private static final BucketPlace STORE = BucketPlace.parse("s3://bucket/some/prefix");

  /** Letters of what is allowed: read, create, write, delete; all else is not. */
  private static final String TABLE =
      """
      key                                  runner coordinator operator promoter
      runs/one/spec.json                   r      rc          rc       r
      runs/one/inputs/model/a.safetensors  r      r           rcwd     -
      runs/one/stopped                     r      r           rcwd     -
      runs/one/notices/aa.json             r      rc          r        -
      runs/one/align-000/log/0000000007.json rc   rc          rc       r
      runs/one/align-000/blobs/0/aa        rcwd   rcwd        rcwd     r
      runs/one/cell-000/restricted/0/aa    rcwd   rcwd        d        -
      runs/one/align-000/head.json         rcw    rcw         rcw      r
      runs/one/align-000/heartbeat-0.json  rcw    rcw         rcw      -
      runs/one/align-000/logs/0.jsonl      rcw    r           r        -
      runs/one/align-000/other             r      r           -        -
      runs/one/report/report.html          rcw    r           rd       r
      runs/one/other                       r      r           -        -
      schedules/nightly/0123456789ab/spec.json r  r           rc       -
      schedules/nightly/0123456789ab/inputs/aa/align.jsonl r r rc      -
      schedules/nightly/skipped/nightly-29538360.json r rc    rc       r
      champion/nightly/0000000001/record.json r   r           r        rc
      champion/nightly/0000000001/adapter.safetensors r r     r        rcw
      keys/aa.json                         rcw    rcw         r        -
      probe/aa                             rcd    rcd         cd       cd
      other                                r      r           -        -
      """;

  private static PolicyReader policy(Role role, @Nullable String run) {
    return new PolicyReader(STORE, AccessPolicy.of(role, STORE, run, List.of()));
  }

  private static PolicyReader bucket() {
    return new PolicyReader(STORE, AccessPolicy.ofBucket(STORE));
  }

  @ParameterizedTest
  @EnumSource
  void aRoleMayDoExactlyWhatTheTableSays(Role role) {
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String line : TABLE.lines().skip(1).toList()) {
      String key = key(line);
      expected.add(key + " " + letters(line, role));
      found.add(key + " " + allowed(policy(role, null), key));
    }
    assertThat(found).isEqualTo(expected);
  }

  private static List<String> cells(String line) {
    return List.of(line.strip().split(" +", -1));
  }

  private static String key(String line) {
    return cells(line).get(0);
  }

  /** What a line says of a role, whose column the table's head names. */
  private static String letters(String line, Role role) {
    String head = TABLE.lines().findFirst().orElseThrow();
    return cells(line).get(cells(head).indexOf(role.name().toLowerCase(Locale.ROOT)));
  }

  private static String allowed(PolicyReader policy, String key) {
    String letters = "";
    letters += policy.allows(Request.get(key)) ? "r" : "";
    letters += policy.allows(Request.create(key)) ? "c" : "";
    letters += policy.allows(Request.put(key)) ? "w" : "";
    letters += policy.allows(Request.delete(key)) ? "d" : "";
    return letters.isEmpty() ? "-" : letters;
  }

  @ParameterizedTest
  @EnumSource
  void everyRoleListsBelowThePrefixAndIsToldWhatIsMissing(Role role) {
    PolicyReader policy = policy(role, null);
    assertThat(policy.allows(Request.list(STORE, "runs/"))).isTrue();
    Request outside = new Request("s3:ListBucket", "", Map.of("s3:prefix", "else"));
    assertThat(policy.allows(outside)).isFalse();
    assertThat(policy.allows(new Request("s3:ListBucket", "", Map.of())))
        .as("what S3 asks before it answers 404")
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNER", "COORDINATOR", "OPERATOR"})
  void aRoleOfOneRunChangesNoOther(Role role) {
    PolicyReader policy = policy(role, "one");
    for (String line : TABLE.lines().skip(1).filter(l -> l.startsWith("runs/")).toList()) {
      String key = key(line);
      assertThat(allowed(policy, key)).as(key).isEqualTo(letters(line, role));
      String other = key.replace("runs/one/", "runs/one-more/");
      assertThat(allowed(policy, other)).as(other).doesNotContain("c", "w", "d");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "runs/one/align-000/blobs/0/aa, RUNNER, true",
    "runs/one/align-000/log/0000000007.json, RUNNER, true",
    "runs/one/inputs/model, OPERATOR, true",
    "runs/one/cell-000/restricted/0/aa, COORDINATOR, true",
    "runs/one/report/report.html, COORDINATOR, false",
    "champion/nightly/0000000001/model.safetensors, PROMOTER, true",
    "champion/nightly/0000000001/record.json, PROMOTER, true",
    "runs/one/align-000/blobs/0/aa, PROMOTER, false",
    "runs/one/spec.json, RUNNER, false"
  })
  void partsAreSentAndThrownAwayWhereTheWholeMayBeCreated(String key, Role role, boolean allowed) {
    PolicyReader policy = policy(role, null);
    assertThat(policy.allows(Request.part(key))).isEqualTo(allowed);
    assertThat(policy.allows(Request.abort(key))).isEqualTo(allowed);
    assertThat(policy.allows(Request.create(key))).as("completed if absent").isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/one/align-000/log/0000000007.json",
        "runs/one/spec.json",
        "runs/one/notices/aa.json",
        "schedules/nightly/0123456789ab/spec.json",
        "schedules/nightly/0123456789ab/inputs/aa/align.jsonl",
        "champion/nightly/0000000001/record.json"
      })
  void theBucketForbidsEverybodyToChangeWhatIsWrittenOnce(String key) {
    assertThat(bucket().denies(Request.delete(key))).isTrue();
    assertThat(bucket().denies(Request.put(key))).isTrue();
    assertThat(bucket().denies(Request.create(key))).isFalse();
    assertThat(bucket().denies(Request.part(key))).isFalse();
    assertThat(bucket().denies(Request.get(key))).isFalse();
    Request version = new Request("s3:DeleteObjectVersion", key, Map.of());
    assertThat(bucket().denies(version)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/one/align-000/blobs/0/aa",
        "runs/log/align-000/head.json",
        "runs/one/inputs/a",
        "runs/one/stopped",
        "runs/one/align-000/logs/0.jsonl",
        "keys/aa.json",
        "probe/aa",
        "champion/nightly/0000000001/a"
      })
  void theBucketForbidsNothingElse(String key) {
    assertThat(bucket().denies(Request.delete(key))).isFalse();
    assertThat(bucket().denies(Request.put(key))).isFalse();
  }

  @Test
  void inputsElsewhereAreRead() {
    BucketPlace models = BucketPlace.parse("s3://models/base");
    PolicyReader policy =
        new PolicyReader(models, AccessPolicy.of(Role.RUNNER, STORE, "one", List.of(models)));
    assertThat(policy.allows(Request.get("a.safetensors"))).isTrue();
    assertThat(policy.allows(Request.list(models, ""))).isTrue();
    assertThat(policy.allows(Request.put("a.safetensors"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:x",
        "s3://b/*",
        "s3://b/a?b",
        "s3://bucket/a//b",
        "s3://bucket/../x",
        "s3:///x"
      })
  void aPlaceThatAPolicyWouldReadOtherwiseIsRefused(String address) {
    assertThatThrownBy(() -> BucketPlace.parse(address))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-755");
  }

  @Test
  void everySidIsThereOnceAndOfLettersAndDigits() {
    for (Role role : Role.values()) {
      ObjectNode policy = AccessPolicy.of(role, STORE, null, List.of(STORE));
      List<String> sids = policy.path("Statement").findValuesAsText("Sid");
      assertThat(Set.copyOf(sids)).hasSameSizeAs(sids).allMatch(sid -> sid.matches("[A-Za-z0-9]+"));
    }
  }

  @Test
  void thePrintedFormIsStable() throws IOException {
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(java.util.Locale.ROOT);
      assertThat(PrettyJson.write(AccessPolicy.of(role, STORE, null, List.of())))
          .isEqualTo(golden(name));
    }
    assertThat(PrettyJson.write(AccessPolicy.of(Role.RUNNER, STORE, "one", List.of())))
        .isEqualTo(golden("runner-of-one"));
    assertThat(PrettyJson.write(AccessPolicy.ofBucket(STORE))).isEqualTo(golden("bucket"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        AccessPolicyTest.class.getResourceAsStream("/realign/access/" + name + ".json")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
