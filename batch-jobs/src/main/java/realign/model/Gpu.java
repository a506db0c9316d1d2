package realign.model;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;

/** The first GPU that the CUDA runtime shows. */
interface Gpu {
  /** What CUDA and the engine say. */
  Gpu HERE =
      new Gpu() {
        @Override
        public boolean libraryKnowsCuda() {
          return Engine.knowsCuda();
        }

        @Override
        public int capability() {
          return CudaUtils.getGpuCount() == 0
              ? 0
              : Integer.parseInt(CudaUtils.getComputeCapability(Device.gpu().getDeviceId()));
        }
      };

  /** Whether the engine's library was built for CUDA. Starts the engine. */
  boolean libraryKnowsCuda();

  /** Ten times the compute capability (90 for 9.0); 0 where there is no GPU. */
  int capability();
}
