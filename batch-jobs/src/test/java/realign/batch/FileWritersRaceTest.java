package realign.batch;

import java.nio.file.Path;

/** In a folder. */
class FileWritersRaceTest extends WritersRaceTest {
  @Override
  StoreUnderTest place(Path folder) {
    return StoreUnderTest.inFolder(folder);
  }

  @Override
  int most() {
    return 8;
  }
}
