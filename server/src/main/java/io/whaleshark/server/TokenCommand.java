package io.whaleshark.server;

import io.whaleshark.cli.Usage;
import io.whaleshark.cli.WholeNumber;
import io.whaleshark.core.id.Names;
import io.whaleshark.server.auth.Token;
import io.whaleshark.server.auth.TokenKey;
import io.whaleshark.server.config.ServerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Creates login tokens and the keys that sign them.
@Command(
    name = "token",
    sortOptions = false,
    description = {
      "Makes a login token: ./whaleshark token --app 1 --user alice --ttl 8h",
      "or a key to sign tokens with: ./whaleshark token --new-key hs256"
    },
    footer = {
      "",
      "A token is signed with the first key of the app's token-keys that can sign (hs256), or with"
          + " the",
      "key in --key FILE or the environment variable WHALESHARK_TOKEN_KEY. A key is never an"
          + " option:",
      "other users of the machine can see options."
    })
final class TokenCommand implements Callable<Integer> {

  private static final String KEY_VARIABLE = "WHALESHARK_TOKEN_KEY";
  private static final Pattern TTL = Pattern.compile("([1-9]\\d*)([smhd])");
  private static final int TTL_AT_MOST = 999_999;
  private static final List<String> OF_A_TOKEN =
      List.of("--app", "--user", "--ttl", "--key", "--key-name", "--config");

  @Option(
      names = "--app",
      paramLabel = "ID",
      description = "The app, a number from 0 on (no default; needed for a token).")
  private @Nullable Integer app;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "The user that the token logs in (no default; needed for a token).")
  private @Nullable String user;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description =
          "How long the token is valid, a number and a unit, s, m, h or d, for example 30m, 8h or"
              + " 7d (default ${DEFAULT-VALUE}).")
  private String ttl = "8h";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "A file with the key to sign with (or the key itself in WHALESHARK_TOKEN_KEY; default:"
              + " the first key of the app's token-keys that can sign).")
  private @Nullable Path keyFile;

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description =
          "The name of that key among the app's token-keys; the token then names it (default"
              + " none).")
  private @Nullable String keyName;

  @Option(
      names = "--new-key",
      paramLabel = "KIND",
      description = "Makes a key of this kind instead: hs256 or eddsa (default none).")
  private @Nullable String newKey;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's settings in YAML (or WHALESHARK_CONFIG; default none).")
  private @Nullable Path config;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  TokenCommand(Clock clock) {
    this.clock = clock;
  }

  private record NamedKey(TokenKey.Signing key, @Nullable String name) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (newKey != null) {
      refuse(OF_A_TOKEN, "with --new-key", "--new-key alone");
      printNewKey(newKey, out);
      return 0;
    }
    if (app == null || user == null) {
      throw wrongUsage("a token needs --app and --user");
    }
    if (app < 0) {
      throw wrongUsage("--app: " + app + " (expected: 0.." + Integer.MAX_VALUE + ")");
    }
    Instant now = clock.instant();
    Optional<String> fault = Names.newIdFault("--user", user);
    if (fault.isPresent()) {
      throw wrongUsage(fault.get());
    }
    Token token = new Token(app, user, now.plus(duration()));
    if (keyFile != null) {
      refuse(List.of("--config"), "with --key", "one of them");
    }
    NamedKey named = key(app);
    out.println(Token.sign(token, named.key(), named.name(), now));
    return 0;
  }

  private void refuse(List<String> unused, String because, String expected) {
    for (String option : unused) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw wrongUsage(option + ": not used " + because + " (expected: " + expected + ")");
      }
    }
  }

  private void printNewKey(String kind, PrintWriter out) {
    switch (kind) {
      case "hs256" -> out.println(TokenKey.newShared().text());
      case "eddsa" -> {
        TokenKey.Pair pair = TokenKey.newPair();
        out.println(pair.signing().text());
        out.println(pair.checking().text());
      }
      default -> throw wrongUsage("--new-key: " + kind + " (expected: hs256 or eddsa)");
    }
  }

  private Duration duration() {
    Matcher matcher = TTL.matcher(ttl);
    if (!matcher.matches()) {
      throw wrongUsage("--ttl: " + ttl + " (expected: a time such as 30m, 8h or 7d)");
    }
    long amount =
        WholeNumber.in(matcher.group(1), 1, TTL_AT_MOST)
            .orElseThrow(() ->
                wrongUsage("--ttl: " + ttl + " (expected: a number of 1.." + TTL_AT_MOST + ")"));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private NamedKey key(int ofApp) {
    String fromEnvironment = System.getenv(KEY_VARIABLE);
    if (keyFile != null) {
      return new NamedKey(signing("--key: " + keyFile, KeyFile.read(spec, keyFile)), keyName);
    }
    if (fromEnvironment != null) {
      return new NamedKey(signing(KEY_VARIABLE, fromEnvironment), keyName);
    }
    ServerConfig settings = ServerConfig.read(config, System.getenv());
    Optional<NamedKey> first =
        settings.app(ofApp).tokenKeys().byName().entrySet().stream()
            .filter(entry -> keyName == null || entry.getKey().equals(keyName))
            .flatMap(TokenCommand::ifSigning)
            .findFirst();
    return first.orElseThrow(() ->
        wrongUsage(
            (keyName == null ? "apps." + ofApp + ".token-keys" : "--key-name: " + keyName)
                + ": no key to sign with (expected: an hs256 key in token-keys of the app, or"
                + " --key, or "
                + KEY_VARIABLE
                + ")"));
  }

  private static Stream<NamedKey> ifSigning(Map.Entry<String, TokenKey> entry) {
    return entry.getValue() instanceof TokenKey.Signing signing
        ? Stream.of(new NamedKey(signing, entry.getKey()))
        : Stream.empty();
  }

  /// @param named where the key comes from, for people
  private TokenKey.Signing signing(String named, String text) {
    try {
      if (TokenKey.of(text.strip()) instanceof TokenKey.Signing signing) {
        return signing;
      }
    } catch (IllegalArgumentException e) {
      throw wrongUsage(named + ": " + e.getMessage());
    }
    throw wrongUsage(named + ": a public key (expected: hs256:… or eddsa-private:…)");
  }

  private ParameterException wrongUsage(String what) {
    return Usage.wrong(spec, what);
  }
}
