package realign.access;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import realign.access.PolicyReader.Request;
import realign.store.ForwardingStore;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/** A store that lets through what the policies of an identity and of the bucket allow. */
final class PolicedStore extends ForwardingStore {
  private final PolicyReader role;
  private final PolicyReader bucket;

  PolicedStore(ObjectStore delegate, PolicyReader role, PolicyReader bucket) {
    super(delegate);
    this.role = role;
    this.bucket = bucket;
  }

  private void require(Request request) {
    if (!role.allows(request) || bucket.denies(request)) {
      throw new StoreException("403 " + request, null);
    }
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    require(Request.create(key));
    return super.putIfAbsent(key, payload);
  }

  @Override
  public void put(String key, Payload payload) {
    require(Request.put(key));
    super.put(key, payload);
  }

  @Override
  public Optional<byte[]> get(String key) {
    require(Request.get(key));
    return super.get(key);
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    require(Request.get(key));
    return super.getRange(key, offset, length);
  }

  @Override
  public Optional<InputStream> open(String key) {
    require(Request.get(key));
    return super.open(key);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    require(Request.list(role.store(), prefix));
    return super.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    require(Request.delete(key));
    super.delete(key);
  }
}
