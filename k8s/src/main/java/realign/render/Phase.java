package realign.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * Scopes of a run on which one Job works, after the phases before it have ended. Not for how far
 * any of them is.
 *
 * @param name {@code load}, {@code align}, {@code cells}, {@code report}, or {@code nightly} for
 *     all that a small run has
 * @param scopes names of the scopes, in the order of the run
 * @param indexed whether each scope has a pod of its own; else one pod works through all in order
 * @param computes whether it computes on models, and so wants a GPU
 */
public record Phase(String name, List<String> scopes, boolean indexed, boolean computes) {
  /** The one phase of a run of one alignment and at most one cell. */
  public static final String NIGHTLY = "nightly";

  public Phase {
    scopes = List.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("phase " + name + ": must have scopes");
    }
  }

  /**
   * The phases that a run still has.
   *
   * @param open whether a scope, by its name, still has to be worked on
   */
  public static List<Phase> of(RunSpec spec, Predicate<String> open) {
    List<Scope> left = Scope.of(spec).stream().filter(s -> open.test(s.name())).toList();
    if (isSmall(spec) && left.stream().anyMatch(Phase::computes)) {
      return List.of(new Phase(NIGHTLY, names(left), false, true));
    }
    List<Phase> phases = new ArrayList<>();
    add(phases, "load", left, Scope.Load.class::isInstance);
    add(phases, "align", left, s -> s instanceof Scope.Base || s instanceof Scope.Align);
    add(phases, "cells", left, Scope.Cell.class::isInstance);
    add(phases, "report", left, Scope.Report.class::isInstance);
    return List.copyOf(phases);
  }

  private static boolean isSmall(RunSpec spec) {
    List<Scope> all = Scope.of(spec);
    return count(all, Scope.Align.class) == 1 && count(all, Scope.Cell.class) <= 1;
  }

  private static long count(List<Scope> scopes, Class<? extends Scope> kind) {
    return scopes.stream().filter(kind::isInstance).count();
  }

  private static boolean computes(Scope scope) {
    return !(scope instanceof Scope.Load) && !(scope instanceof Scope.Report);
  }

  private static void add(
      List<Phase> phases, String name, List<Scope> left, Predicate<Scope> kind) {
    List<Scope> own = left.stream().filter(kind).toList();
    if (!own.isEmpty()) {
      boolean computes = own.stream().allMatch(Phase::computes);
      phases.add(new Phase(name, names(own), computes, computes));
    }
  }

  private static List<String> names(List<Scope> scopes) {
    return scopes.stream().map(Scope::name).toList();
  }
}
