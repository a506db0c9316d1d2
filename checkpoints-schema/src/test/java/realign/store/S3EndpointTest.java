package realign.store;

import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import realign.spec.S3Settings;

/**
 * A store of one's choice: {@code REALIGN_S3_TEST=s3://BUCKET/PREFIX}, and what the AWS tools need
 * to reach it (AWS_REGION, AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID ...). What the tests put below
 * the prefix stays there.
 */
@EnabledIfEnvironmentVariable(named = S3EndpointTest.VARIABLE, matches = "s3://.*")
class S3EndpointTest extends ObjectStoreConformance {
  static final String VARIABLE = "REALIGN_S3_TEST";

  @Override
  ObjectStore newStore() {
    return ObjectStores.open(System.getenv(VARIABLE) + "/" + UUID.randomUUID(), S3Settings.DEFAULT);
  }
}
