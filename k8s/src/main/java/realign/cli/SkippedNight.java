package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import realign.coordinator.Schedules.Skipped;

/** What is told of a night that began no run, where a run's standing would be told. */
record SkippedNight(Skipped night, String store) {

  String underWay() {
    return night.underWay();
  }

  void print(PrintStream out, Form form) {
    if (form.isDocument()) {
      Documents.print(out, form, document());
    } else if (form != Form.NAME) {
      out.println(night.night() + " " + night.words());
    }
  }

  /** As of a run that has no scopes. */
  private ObjectNode document() {
    ObjectNode document = Documents.of("status").put("run", night.night()).put("store", store);
    document.withArrayProperty("scopes");
    document.putNull("verdict");
    add(document.putObject("skipped"), night);
    return document;
  }

  static void add(ObjectNode json, Skipped night) {
    json.put("run", night.night()).put("schedule", night.schedule());
    json.put("underWay", night.underWay()).put("time", night.time().toString());
  }
}
