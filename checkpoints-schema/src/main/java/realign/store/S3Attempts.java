package realign.store;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Counts how often the SDK sent one change and how often the service said that it did not make it.
 * The SDK repeats a request by itself and tells only how the last one ended: after a lost answer a
 * refusal of the second says nothing of the first.
 */
final class S3Attempts {
  private static final ExecutionAttribute<S3Attempts> COUNTED =
      new ExecutionAttribute<>("realign.attempts");

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** What a request needs to be counted here. */
  void count(AwsRequestOverrideConfiguration.Builder request) {
    request.putExecutionAttribute(COUNTED, this);
  }

  /** Whether one of the requests may have been carried out. */
  boolean mayHaveHappened() {
    return sent.get() > refused.get();
  }

  /** Every client needs it. */
  static final class Counter implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes all) {
      S3Attempts attempts = all.getAttribute(COUNTED);
      if (attempts != null) {
        attempts.sent.incrementAndGet();
      }
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(
        Context.ModifyHttpResponse context, ExecutionAttributes all) {
      S3Attempts attempts = all.getAttribute(COUNTED);
      if (attempts != null && refuses(context.httpResponse().statusCode())) {
        attempts.refused.incrementAndGet();
      }
      return context.httpResponse();
    }

    /** 503 is how S3 throttles, before it begins; a 500 may come in the middle. */
    private static boolean refuses(int status) {
      return (status >= 300 && status < 500) || status == 503;
    }
  }

  @Override
  public String toString() {
    return sent + " sent, " + refused + " refused";
  }
}
