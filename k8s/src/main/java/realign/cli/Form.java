package realign.cli;

/** Forms of a result on stdout. */
enum Form {
  /** Aligned words for a person. */
  TEXT,
  /** The same with more columns. */
  WIDE,
  /** One JSON document with {@code schemaVersion}. */
  JSON,
  /** The same document as YAML. */
  YAML,
  /** Names alone, one a line. */
  NAME;

  boolean isDocument() {
    return this == JSON || this == YAML;
  }
}
