package io.whaleshark.server.api;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.server.http.Header;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses text responses for clients that accept gzip. Stateless.
final class Compression {

  private static final int BYTES_AT_LEAST = 1_500; // smaller answers fit into one packet

  private static final Pattern GZIP =
      Pattern.compile("gzip(\\s*;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?");

  private Compression() {}

  /// Compresses a text answer if it is large enough and the client accepts gzip; otherwise returns
  /// it uncompressed.
  static Response of(ServerRequest request, Response answer) {
    if (!(answer.body() instanceof Response.Whole(Bytes bytes, Runnable sent))
        || bytes.size() < BYTES_AT_LEAST
        || answer.headers().stream().noneMatch(Compression::isText)) {
      return answer;
    }
    Response varied = answer.with("Vary", "Accept-Encoding");
    if (!accepts(request.header("Accept-Encoding"))) {
      return varied;
    }
    var body = new Response.Whole(Bytes.of(compressed(bytes.array())), sent);
    return new Response(varied.status(), varied.headers(), body).with("Content-Encoding", "gzip");
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static boolean isText(Header header) {
    return header.name().equals("Content-Type") && !header.value().startsWith("image/png");
  }

  /// Returns whether an `Accept-Encoding` list names gzip with a weight other than `q=0`.
  private static boolean accepts(@Nullable String encodings) {
    return encodings != null
        && Arrays.stream(encodings.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .anyMatch(encoding -> GZIP.matcher(encoding).matches());
  }
}
