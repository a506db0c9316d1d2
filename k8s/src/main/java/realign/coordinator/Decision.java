package realign.coordinator;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import realign.render.Phase;

/** What has to be done next, in one sentence for a person. */
sealed interface Decision {

  /** The sentence. */
  String words();

  /**
   * Creates the Job of a phase.
   *
   * @param creation how often that is by now, from 1
   */
  record Create(Phase phase, int creation) implements Decision {
    @Override
    public String words() {
      return "%s is next: %s".formatted(phase.name(), String.join(", ", phase.scopes()));
    }
  }

  /** Deletes a Job that ended without finishing its scopes, and creates it again. */
  record Recreate(Phase phase, String job, String uid, int creation) implements Decision {
    @Override
    public String words() {
      return "job %s ended, but %s is still open: it is created again (%d of at most %d times)"
          .formatted(job, String.join(", ", phase.scopes()), creation, WorkJob.MOST_CREATIONS);
    }
  }

  /**
   * Gives scopes up so that the others stand.
   *
   * @param reasons why, by scope
   */
  record Abandon(Map<String, String> reasons) implements Decision {
    public Abandon {
      reasons = Map.copyOf(reasons);
    }

    @Override
    public String words() {
      return reasons.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(each -> each.getKey() + " is given up: " + each.getValue())
          .collect(Collectors.joining("; "));
    }
  }

  /** Deletes a Job of which nothing is wanted any more, but which would never end. */
  record Remove(String job) implements Decision {
    @Override
    public String words() {
      return "job " + job + " is deleted: its scopes have ended, its pods are killed all the same";
    }
  }

  /** Lets what runs go on. */
  record Wait(String words) implements Decision {}

  /**
   * All scopes have ended: the report says how the run ends.
   *
   * @param abandoned scopes that were given up
   */
  record Conclude(List<String> abandoned) implements Decision {
    public Conclude {
      abandoned = List.copyOf(abandoned);
    }

    @Override
    public String words() {
      return "all scopes have ended";
    }
  }

  /**
   * Goes no further.
   *
   * @param suspend Jobs that must not run on without a coordinator
   */
  record End(Ending ending, List<String> suspend) implements Decision {
    public End {
      suspend = List.copyOf(suspend);
    }

    End(Ending ending) {
      this(ending, List.of());
    }

    @Override
    public String words() {
      return ending.sentence();
    }
  }
}
