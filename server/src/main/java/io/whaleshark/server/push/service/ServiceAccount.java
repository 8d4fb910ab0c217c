package io.whaleshark.server.push.service;

import io.whaleshark.server.files.NamedFile;
import java.net.URI;
import java.security.PrivateKey;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service account of Google, from the file that its console gives. Immutable.
///
/// @param tokens where access tokens are
record ServiceAccount(String project, String email, String keyId, PrivateKey key, URI tokens) {

  private static final String EXPECTED =
      "the JSON file of a service account, with project_id, client_email, private_key and"
          + " token_uri";
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9:.-]{1,100}");

  /// @throws io.whaleshark.server.config.ConfigException if it is none
  static ServiceAccount read(NamedFile file) {
    JsonNode json = json(file);
    String project = json.path("project_id").asString("");
    String email = json.path("client_email").asString("");
    if (!PROJECT.matcher(project).matches() || email.isEmpty()) {
      throw SecretFiles.wrong(file, "no service account", EXPECTED);
    }
    PrivateKey key = SecretFiles.key(file, json.path("private_key").asString(""), "RSA", EXPECTED);
    return new ServiceAccount(
        project, email, json.path("private_key_id").asString(""), key, tokens(file, json));
  }

  private static JsonNode json(NamedFile file) {
    try {
      return JsonMapper.shared().readTree(SecretFiles.read(file, EXPECTED));
    } catch (JacksonException _) {
      throw SecretFiles.wrong(file, "no JSON", EXPECTED);
    }
  }

  private static URI tokens(NamedFile file, JsonNode json) {
    try {
      URI tokens = URI.create(json.path("token_uri").asString(""));
      if ("https".equals(tokens.getScheme()) && tokens.getHost() != null) {
        return tokens;
      }
    } catch (IllegalArgumentException _) {
      // refused below, as what is not encrypted
    }
    throw SecretFiles.wrong(file, "a wrong token_uri", EXPECTED);
  }

  /// Nothing of the key.
  @Override
  public String toString() {
    return "service account " + email;
  }
}
