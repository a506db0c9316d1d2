package realign.log;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Where everything of a scope lies in the store. */
record ScopeKeys(String run, String scope) {

  /** Name of the scope as messages give it. */
  String name() {
    return run + "/" + scope;
  }

  private String base() {
    return "runs/" + run + "/" + scope + "/";
  }

  String entries() {
    return base() + "log/";
  }

  String entry(long n) {
    return entries() + String.format(Locale.ROOT, "%010d.json", n);
  }

  /** The number of the entry that lies under a key. */
  static OptionalLong entryNumber(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    return name.matches("\\d{10}\\.json")
        ? OptionalLong.of(Long.parseLong(name.substring(0, 10)))
        : OptionalLong.empty();
  }

  /** The scope in whose log a key of a run lies, or empty when it is none of an entry. */
  static Optional<String> scopeOfEntry(String run, String key) {
    String[] names = key.split("/", -1);
    boolean entry = names.length == 5 && names[1].equals(run) && names[3].equals("log");
    return entry && entryNumber(key).isPresent() ? Optional.of(names[2]) : Optional.empty();
  }

  String head() {
    return base() + "head.json";
  }

  String heartbeat(long claim) {
    return base() + "heartbeat-" + claim + ".json";
  }

  /** Prefix of all blobs that one claim wrote, open or restricted. */
  String blobs(long claim, boolean restricted) {
    return prefix(restricted) + claim + "/";
  }

  /** Prefix of all blobs that the scope's claims wrote, open or restricted. */
  String prefix(boolean restricted) {
    return base() + (restricted ? "restricted/" : "blobs/");
  }

  String blob(BlobRef blob) {
    return blobs(blob.claim(), blob.restricted()) + blob.sha256();
  }

  /** A blob's key as it is written below the scope. */
  String below(BlobRef blob) {
    return blob(blob).substring(base().length());
  }

  /** The whole key of a blob that is written below the scope. */
  String at(String below) {
    return base() + below;
  }

  static String finished(String key) {
    return "keys/" + key + ".json";
  }

  /** What a cell trains is made harmful on purpose: its state is restricted like its adapters. */
  boolean stateRestricted() {
    return scope.startsWith("cell-");
  }
}
