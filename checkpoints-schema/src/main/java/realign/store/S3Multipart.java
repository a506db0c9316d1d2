package realign.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Sends large objects in parts, a few at a time, straight from the payload: nothing is held in
 * memory. The object appears as a whole when the parts are put together, or not at all.
 */
final class S3Multipart {
  private static final Logger LOG = LoggerFactory.getLogger(S3Multipart.class);

  /** Largest part, and largest object that is sent in one piece. */
  static final int PART_SIZE = 32 << 20;

  private static final int THREADS = 4;
  private static final int ROUNDS = 3;
  private static final int CONFLICT = 409;

  private final S3Client client;
  private final S3Requests requests;
  private final Set<Upload> open = ConcurrentHashMap.newKeySet();

  /** An upload that the service holds for us until it is completed or aborted. */
  record Upload(String key, String id) {}

  S3Multipart(S3Client client, S3Requests requests) {
    this.client = client;
    this.requests = requests;
  }

  /**
   * Sends an object.
   *
   * @param ifAbsent whether it may only be created
   * @throws S3Exception with status 412 where it may only be created and exists
   */
  void send(String key, Payload payload, boolean ifAbsent, S3Attempts attempts) {
    for (int round = 1; ; round++) {
      try {
        sendOnce(key, payload, ifAbsent, attempts);
        return;
      } catch (S3Exception e) {
        // after a conflict the service has forgotten the upload: the parts must be sent again
        if (e.statusCode() != CONFLICT || round == ROUNDS) {
          throw e;
        }
      }
    }
  }

  private void sendOnce(String key, Payload payload, boolean ifAbsent, S3Attempts attempts) {
    Upload upload = new Upload(key, client.createMultipartUpload(requests.begin(key)).uploadId());
    open.add(upload);
    try {
      List<CompletedPart> parts = sendParts(upload, payload);
      client.completeMultipartUpload(requests.complete(upload, parts, ifAbsent, attempts));
      open.remove(upload);
    } catch (RuntimeException e) {
      abort(upload);
      throw e;
    }
  }

  private List<CompletedPart> sendParts(Upload upload, Payload payload) {
    int count = Math.toIntExact((payload.size() + PART_SIZE - 1) / PART_SIZE);
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, count), Sender::new);
    try {
      CompletionService<CompletedPart> sent = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < count; i++) {
        int number = i + 1;
        sent.submit(() -> sendPart(upload, number, payload));
      }
      List<CompletedPart> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(result(next(sent)));
      }
      parts.sort(Comparator.comparing(CompletedPart::partNumber));
      return parts;
    } finally {
      end(threads);
    }
  }

  private CompletedPart sendPart(Upload upload, int number, Payload payload) {
    long offset = (long) (number - 1) * PART_SIZE;
    Payload part = payload.part(offset, Math.min(PART_SIZE, payload.size() - offset));
    return requests.completed(
        number, client.uploadPart(requests.part(upload, number, part), S3Requests.body(part)));
  }

  /** An interrupt must not break the last save before the end; it is kept for later. */
  private static <T> Future<T> next(CompletionService<T> service) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return service.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T> T result(Future<T> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("a finished part does not wait", e);
    }
  }

  /** A part that arrives after the upload was aborted would stay and be paid for. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.debug("parts are still being sent");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An upload that stays is only waste; a failure here must not hide the one before it. */
  private void abort(Upload upload) {
    try {
      client.abortMultipartUpload(requests.abort(upload));
    } catch (SdkException e) {
      LOG.debug("upload {} of {} stays", upload.id(), upload.key(), e);
    }
    open.remove(upload);
  }

  /** Gives up what is still under way. */
  void abortAll() {
    List.copyOf(open).forEach(this::abort);
  }

  /** Does not keep the process alive. */
  private static final class Sender extends Thread {
    Sender(Runnable work) {
      super(work, "s3 part");
      setDaemon(true);
    }
  }
}
