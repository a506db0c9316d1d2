package realign.cli;

import realign.spec.BatchJvm;

/** {@code realign help environment}. */
final class EnvironmentHelp {
  private EnvironmentHelp() {}

  static String text() {
    return """
        Environment variables. Flags win over them, they win over the target file.

        """
        + new Table()
            .row("  " + TargetOptions.STORE, "where runs live, as --store")
            .row("  " + TargetOptions.THREADS, "native threads, as --threads")
            .row("  " + WorkOption.WORK, "folder for what may be lost, as --work")
            .row("  KUBECONFIG", "the cluster, as for kubectl")
            .row("  AWS_...", "credentials, region and endpoint of S3, as for the AWS tools")
            .row("  NO_COLOR", "no colours, whatever its value")
            .row("  " + BatchJvm.OPTIONS, "flags of the Java that computes, such as -Xmx2g")
            .row("  " + JavaChild.CLASS_PATH, "its class path; scripts/realign sets it")
            .row("  REALIGN_NO_BUILD", "1: scripts/realign never builds")
            .row("  " + ProgramName.VARIABLE, "its name in hints; scripts/realign sets it")
            .row("  JAVA_HOME", "the Java to use")
            .render();
  }
}
