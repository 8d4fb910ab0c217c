package io.whaleshark.server.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// The files of keys that Apple and Google give, made here.
///
/// @param apple the `.p8` file
/// @param ofApple its key
/// @param google the file of a service account
/// @param ofGoogle its key
public record PushKeys(Path apple, KeyPair ofApple, Path google, KeyPair ofGoogle) {

  /// Makes them, and writes the files.
  ///
  /// @param tokens where the service account gets access tokens
  public static PushKeys make(Path folder, String tokens) {
    KeyPair ofApple = pair("EC", 256);
    KeyPair ofGoogle = pair("RSA", 2_048);
    try {
      Path apple = Files.writeString(folder.resolve("AuthKey.p8"), pem(ofApple));
      Path google =
          Files.writeString(
              folder.resolve("account.json"),
              """
              {"type":"service_account","project_id":"shark-1","private_key_id":"g1",
               "private_key":"%s","client_email":"push@shark-1.example","token_uri":"%s"}
              """
                  .formatted(pem(ofGoogle).replace("\n", "\\n"), tokens));
      return new PushKeys(apple, ofApple, google, ofGoogle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As text.
  public static String pem(KeyPair pair) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }
}
