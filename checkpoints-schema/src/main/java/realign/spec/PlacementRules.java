package realign.spec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules over the settings of a cluster that no pattern can tell. */
final class PlacementRules {
  private static final Pattern RANGE = Pattern.compile("([^/]+)/([0-9]+)(?::([0-9]+))?");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final int LARGEST_OCTET = 255;
  private static final int LARGEST_PORT = 65_535;
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+)(\\p{Alpha}+)");
  private static final Map<String, Double> UNITS =
      Map.of("M", 1e6, "G", 1e9, "T", 1e12, "Mi", 0x1p20, "Gi", 0x1p30, "Ti", 0x1p40);

  private PlacementRules() {}

  /** Nodes that do not exist, and addresses that do not: a cluster would wait, or refuse late. */
  static void check(ClusterTarget.Pool pool, List<String> nodeSelector, List<String> egress) {
    Problems problems = new Problems();
    labels(problems, pool, nodeSelector);
    for (int i = 0; i < egress.size(); i++) {
      SpecRule rule =
          new SpecRule(
              "egress[" + i + "]",
              egress.get(i),
              "must be a range of IPv4 or IPv6 addresses, and a port that exists");
      problems.require(
          isRange(egress.get(i)), () -> rule.fix("Write ADDRESS/BITS[:PORT]: 10.0.0.0/8:443"));
    }
    problems.throwIfAny(ExitCode.INVALID);
  }

  private static void labels(
      Problems problems, ClusterTarget.Pool pool, List<String> nodeSelector) {
    Map<String, String> known = new HashMap<>();
    pool.label().ifPresent(label -> known.put(key(label), label));
    for (int i = 0; i < nodeSelector.size(); i++) {
      String label = nodeSelector.get(i);
      String before = known.putIfAbsent(key(label), label);
      SpecRule rule =
          new SpecRule(
              "nodeSelector[" + i + "]",
              label,
              "must not contradict the pool or another entry, which asks for " + before);
      problems.require(
          before == null || before.equals(label),
          () -> rule.fix("No node has both: leave one out").readsAlso("pool"));
    }
  }

  private static String key(String label) {
    return label.substring(0, label.indexOf('='));
  }

  private static boolean isRange(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return false;
    }
    String address = range.group(1);
    boolean isOld = IPV4.matcher(address).matches();
    int bits = Integer.parseInt(range.group(2));
    String port = range.group(3);
    return (isOld ? areOctets(address) : isIpv6(address))
        && bits <= (isOld ? IPV4_BITS : IPV6_BITS)
        && (port == null || isPort(Integer.parseInt(port)));
  }

  private static boolean isPort(int port) {
    return port > 0 && port <= LARGEST_PORT;
  }

  private static boolean areOctets(String address) {
    return Arrays.stream(address.split("\\."))
        .allMatch(octet -> Integer.parseInt(octet) <= LARGEST_OCTET);
  }

  /** What looks like this is never looked up as a name. */
  private static boolean isIpv6(String address) {
    try {
      return address.matches("[0-9a-fA-F:]+:[0-9a-fA-F:.]*")
          && InetAddress.getByName(address) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Bytes of an amount as Kubernetes writes it. */
  static double bytes(String amount) {
    Matcher parts = AMOUNT.matcher(amount);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no amount: " + amount);
    }
    return Double.parseDouble(parts.group(1)) * UNITS.getOrDefault(parts.group(2), Double.NaN);
  }
}
