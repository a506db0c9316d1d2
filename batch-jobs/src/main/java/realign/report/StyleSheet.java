package realign.report;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import realign.spec.Digest;

/**
 * The page's one style element and the security policy that allows it and nothing else: no script,
 * no other style, no image, no connection.
 */
final class StyleSheet implements Content {
  private final String css;

  private StyleSheet(String css) {
    this.css = css;
  }

  /** The sheet that the program carries. */
  static StyleSheet load() {
    try (InputStream in = StyleSheet.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not on the class path");
      }
      // browsers read line ends as LF before they digest
      String css = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
      if (css.contains("</")) {
        throw new IllegalStateException("report.css must not end its own element");
      }
      return new StyleSheet(css);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Content of the policy's meta element. */
  String policy() {
    byte[] digest = Digest.sha256().digest(css.getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; style-src 'sha256-"
        + Base64.getEncoder().encodeToString(digest)
        + "'; base-uri 'none'; form-action 'none'";
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent("<style>" + css + "</style>");
  }
}
