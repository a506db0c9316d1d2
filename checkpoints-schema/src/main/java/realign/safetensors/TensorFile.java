package realign.safetensors;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import realign.store.Payload;

/** A file about to be stored: a header and the tensors' own bytes, not copied. */
final class TensorFile implements TensorPayload {
  private final Payload bytes;
  private final Map<String, String> tensors;

  TensorFile(SortedMap<String, HostTensor> tensors, Map<String, String> metadata) {
    SortedMap<String, TensorType> types = new TreeMap<>();
    List<ByteBuffer> buffers = new ArrayList<>();
    tensors.forEach((name, tensor) -> types.put(name, tensor.type()));
    buffers.add(HeaderWriter.write(types, metadata));
    tensors.values().stream()
        .flatMap(tensor -> tensor.parts().stream())
        .forEach(part -> buffers.add(part.data()));
    this.bytes = Payload.of(buffers);
    Map<String, String> described = new TreeMap<>();
    types.forEach((name, type) -> described.put(name, type.toString()));
    this.tensors = Collections.unmodifiableMap(described);
  }

  @Override
  public Map<String, String> tensors() {
    return tensors;
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public InputStream open() {
    return bytes.open();
  }

  @Override
  public Payload part(long offset, long length) {
    return bytes.part(offset, length);
  }
}
