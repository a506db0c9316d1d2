package realign.batch;

import java.nio.file.Path;

/** In a local S3. */
class S3WritersRaceTest extends WritersRaceTest {
  @Override
  StoreUnderTest place(Path folder) {
    return StoreUnderTest.inS3();
  }

  @Override
  int most() {
    return 3;
  }
}
