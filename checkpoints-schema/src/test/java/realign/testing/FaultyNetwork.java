package realign.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server of this machine and disturbs the requests that it is told to.
 * Speaks one plain HTTP request a connection. Not for TLS.
 */
public final class FaultyNetwork implements AutoCloseable {

  /** What goes wrong with a request. */
  public sealed interface Fault {}

  /** The server never sees it; the client gets this answer. */
  public record Answer(int status, String code, String header) implements Fault {
    public Answer(int status, String code) {
      this(status, code, "");
    }
  }

  /** What happens to bytes on their way. */
  public enum Cut implements Fault {
    /** The connection is reset in the middle of the request's body. */
    REQUEST_RESET,
    /** The server does what it is asked to; the connection is reset before the answer. */
    ANSWER_LOST,
    /** The server does what it is asked to; nothing comes back, ever. */
    ANSWER_HELD,
    /** Half of the answer's body comes, then the end. */
    ANSWER_TRUNCATED,
    /** A bit of the answer's body is flipped; its checksum, where it has one, is that of before. */
    ANSWER_FLIPPED,
    /** The same, and no checksum comes with it. */
    ANSWER_FLIPPED_UNCHECKED
  }

  private record Plan(String method, Pattern target, Fault fault) {}

  private static final int ENOUGH = 1000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

  private final ServerSocket doors;
  private final int port;
  private final List<Plan> plans = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private int met;

  /** In front of a port of this machine. */
  public FaultyNetwork(int port) throws IOException {
    this.port = port;
    this.doors = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("network", this::serve);
  }

  public String endpoint() {
    return "http://127.0.0.1:" + doors.getLocalPort();
  }

  /**
   * The next requests of a method go wrong.
   *
   * @param target pattern of a part of the path and query
   */
  public synchronized FaultyNetwork plan(int times, String method, String target, Fault fault) {
    for (int i = 0; i < times; i++) {
      plans.add(new Plan(method, Pattern.compile(target), fault));
    }
    return this;
  }

  /** From now on all such requests go wrong. */
  public FaultyNetwork always(String method, String target, Fault fault) {
    return plan(ENOUGH, method, target, fault);
  }

  /** Forgets what was planned. */
  public synchronized void heal() {
    plans.clear();
  }

  /** Requests that went wrong. */
  public synchronized int met() {
    return met;
  }

  private synchronized @Nullable Fault next(String method, String target) {
    for (Plan plan : plans) {
      if (method.matches(plan.method()) && plan.target().matcher(target).find()) {
        plans.remove(plan);
        met++;
        return plan.fault();
      }
    }
    return null;
  }

  private void serve() {
    try {
      while (true) {
        Socket client = doors.accept();
        open.add(client);
        start("network connection", () -> handle(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void handle(Socket client) {
    try (client) {
      exchange(client);
    } catch (IOException gone) {
      return; // the client sees a broken connection, which is what this class is for
    } finally {
      open.remove(client);
    }
  }

  private void exchange(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    String head = head(in);
    String[] line = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
    Fault fault = next(line[0], line[1]);
    long size = length(head);
    if (fault == Cut.REQUEST_RESET) {
      in.skipNBytes(size / 2);
      reset(client);
    } else if (fault instanceof Answer answer) {
      in.skipNBytes(size);
      client.getOutputStream().write(text(answer));
    } else {
      relay(head, in.readNBytes((int) size), client, (Cut) fault);
    }
  }

  private void relay(String head, byte[] body, Socket client, @Nullable Cut fault)
      throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = server.getOutputStream();
      out.write(once(head).getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      String answer = head(server.getInputStream());
      byte[] answered = server.getInputStream().readAllBytes();
      if (fault == Cut.ANSWER_LOST) {
        reset(client);
      } else if (fault == Cut.ANSWER_HELD) {
        client.getInputStream().read(); // until the client has had enough
      } else {
        String told = headOf(answer, answered, fault);
        client.getOutputStream().write(told.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().write(bodyOf(answered, fault));
      }
    }
  }

  /** One request a connection: so the end of the answer is the end of the stream. */
  private static String once(String head) {
    String without = head.replaceAll("(?i)\r\nconnection: [^\r]*", "");
    return without.substring(0, without.length() - 2) + "Connection: close\r\n\r\n";
  }

  /** The server of the tests keeps no checksums; S3 tells one. */
  private static String headOf(String answer, byte[] body, @Nullable Cut fault) {
    if (fault == Cut.ANSWER_FLIPPED) {
      CRC32 sum = new CRC32();
      sum.update(body);
      byte[] bytes = ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
      String line = "x-amz-checksum-crc32: " + Base64.getEncoder().encodeToString(bytes);
      return answer.substring(0, answer.length() - 2) + line + "\r\n\r\n";
    }
    return fault == Cut.ANSWER_FLIPPED_UNCHECKED
        ? answer.replaceAll("(?i)\r\nx-amz-checksum-[^\r]*", "")
        : answer;
  }

  private static byte[] bodyOf(byte[] body, @Nullable Cut fault) {
    if (fault == Cut.ANSWER_TRUNCATED) {
      return java.util.Arrays.copyOf(body, body.length / 2);
    }
    if (fault != null && body.length > 0) {
      body[body.length / 2] ^= 1;
    }
    return body;
  }

  private static byte[] text(Answer answer) {
    String body =
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>planned</Message></Error>"
            .formatted(answer.code());
    return ("HTTP/1.1 %d Planned\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n"
            + "Connection: close\r\n%s\r\n%s")
        .formatted(answer.status(), body.length(), answer.header(), body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.write(next);
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static long length(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Long.parseLong(length.group(1)) : 0;
  }

  private static void reset(Socket client) throws SocketException {
    client.setSoLinger(true, 0); // closing now resets
  }

  @Override
  public void close() throws IOException {
    doors.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %d disturbed", endpoint(), met());
  }
}
