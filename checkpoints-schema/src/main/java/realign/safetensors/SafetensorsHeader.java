package realign.safetensors;

import java.util.Map;

/**
 * The header of a safetensors file, checked.
 *
 * @param tensors infos by name, in the order of their data
 * @param metadata the {@code __metadata__} strings
 * @param dataStart first byte of the data section in the file
 */
public record SafetensorsHeader(
    Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {}
