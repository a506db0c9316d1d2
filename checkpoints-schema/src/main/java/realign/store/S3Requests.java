package realign.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.S3Settings;
import realign.spec.S3Settings.Encryption;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The requests of a store: where, how encrypted, on which condition. */
record S3Requests(S3Location at, S3Settings settings) {
  private static final String ABSENT = "*";
  private static final String TYPE = "application/octet-stream";
  private static final int LARGEST_PAGE = 1000;

  /** The bytes of a payload, which the SDK may send more than once. */
  static RequestBody body(Payload payload) {
    return RequestBody.fromContentProvider(payload::open, payload.size(), TYPE);
  }

  PutObjectRequest put(String key, boolean ifAbsent, S3Attempts attempts) {
    return PutObjectRequest.builder()
        .bucket(at.bucket())
        .key(at.key(key))
        .ifNoneMatch(ifAbsent ? ABSENT : null)
        .serverSideEncryption(encryption())
        .ssekmsKeyId(settings.kmsKey())
        .overrideConfiguration(attempts::count)
        .build();
  }

  /** Conditions belong to the completion alone. */
  CreateMultipartUploadRequest begin(String key) {
    return CreateMultipartUploadRequest.builder()
        .bucket(at.bucket())
        .key(at.key(key))
        .contentType(TYPE)
        .serverSideEncryption(encryption())
        .ssekmsKeyId(settings.kmsKey())
        .build();
  }

  UploadPartRequest part(S3Multipart.Upload upload, int number, Payload part) {
    return UploadPartRequest.builder()
        .bucket(at.bucket())
        .key(at.key(upload.key()))
        .uploadId(upload.id())
        .partNumber(number)
        .contentLength(part.size())
        .build();
  }

  /** What the completion has to tell of a part: its tag, and the checksum that the SDK sent. */
  CompletedPart completed(int number, UploadPartResponse answer) {
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .build();
  }

  CompleteMultipartUploadRequest complete(
      S3Multipart.Upload upload, List<CompletedPart> parts, boolean ifAbsent, S3Attempts attempts) {
    return CompleteMultipartUploadRequest.builder()
        .bucket(at.bucket())
        .key(at.key(upload.key()))
        .uploadId(upload.id())
        .ifNoneMatch(ifAbsent ? ABSENT : null)
        .multipartUpload(all -> all.parts(parts))
        .overrideConfiguration(attempts::count)
        .build();
  }

  AbortMultipartUploadRequest abort(S3Multipart.Upload upload) {
    return AbortMultipartUploadRequest.builder()
        .bucket(at.bucket())
        .key(at.key(upload.key()))
        .uploadId(upload.id())
        .build();
  }

  /** The SDK compares checksums only of answers for which it asked for one. */
  GetObjectRequest get(String key) {
    return GetObjectRequest.builder()
        .bucket(at.bucket())
        .key(at.key(key))
        .checksumMode(ChecksumMode.ENABLED)
        .build();
  }

  /** Both ends count; a length of zero cannot be asked for. A checksum would be of the whole. */
  GetObjectRequest get(String key, long offset, int length) {
    long last = offset + Math.max(length, 1) - 1;
    return GetObjectRequest.builder()
        .bucket(at.bucket())
        .key(at.key(key))
        .range("bytes=" + offset + "-" + last)
        .build();
  }

  ListObjectsV2Request list(String prefix, String after, int limit) {
    return ListObjectsV2Request.builder()
        .bucket(at.bucket())
        .prefix(at.prefix() + prefix)
        .startAfter(after.isEmpty() ? null : at.prefix() + after)
        .maxKeys(Math.min(limit, LARGEST_PAGE))
        .build();
  }

  DeleteObjectRequest delete(String key, S3Attempts attempts) {
    return DeleteObjectRequest.builder()
        .bucket(at.bucket())
        .key(at.key(key))
        .overrideConfiguration(attempts::count)
        .build();
  }

  private @Nullable ServerSideEncryption encryption() {
    return settings.encryption() == Encryption.NONE
        ? null
        : settings.encryption() == Encryption.AES256
            ? ServerSideEncryption.AES256
            : ServerSideEncryption.AWS_KMS;
  }
}
