package realign.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key of {@link Rehearsal}'s server, that its TLS may be rehearsed too. It is good for nothing
 * else: it is new at each build and known to no other.
 */
final class RehearsalKeys {
  private static final String PASSWORD = "rehearsal";

  private final Path file;
  private final KeyStore keys;

  private RehearsalKeys(Path file, KeyStore keys) {
    this.file = file;
    this.keys = keys;
  }

  static RehearsalKeys make(Path file) throws IOException, GeneralSecurityException {
    Path said = file.resolveSibling("keytool.log");
    if (!ended(keytool(file, said))) {
      throw new IOException("keytool made no " + file + ": " + Files.readString(said));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new RehearsalKeys(file, keys);
  }

  private static Process keytool(Path file, Path said) throws IOException {
    List<String> words =
        List.of("-genkeypair", "-alias", PASSWORD, "-dname", "CN=rehearsal", "-keyalg", "EC");
    List<String> where =
        List.of("-ext", "SAN=ip:127.0.0.1", "-keystore", file.toString(), "-storepass", PASSWORD);
    ProcessBuilder process =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    process.command().addAll(words);
    process.command().addAll(where);
    return process.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  /** For the server. */
  SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    return context;
  }

  /** From now on this process trusts the server, and nobody else. */
  void trust() {
    System.setProperty("javax.net.ssl.trustStore", file.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
  }

  /** The server's certificate, as a kubeconfig has it. */
  String certificate() throws GeneralSecurityException {
    Certificate certificate = keys.getCertificate(PASSWORD);
    String pem =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
