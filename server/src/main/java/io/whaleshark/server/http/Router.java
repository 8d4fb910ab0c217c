package io.whaleshark.server.http;

import io.whaleshark.protocol.RefusalCode;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Routes a request by path and method. Add all routes first; after that it is thread-safe.
///
/// A GET route answers HEAD too; the connection omits the body. The router itself answers OPTIONS.
public final class Router implements Application {

  private static final String VARIABLE = "{";
  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final String OPTIONS = "OPTIONS";

  private final Place root = new Place("");
  private final SortedSet<String> names = new TreeSet<>();

  /// A node of the tree of paths.
  private static final class Place {
    private final String name; // of the path variable that leads here; empty if none does
    private final Map<String, Place> named = new HashMap<>();
    private @Nullable Place variable; // for segments that `named` does not hold
    private final SortedMap<String, Application> routes = new TreeMap<>();

    private Place(String name) {
      this.name = name;
    }
  }

  /// Adds a route.
  ///
  /// @param path with variables for whole segments: `/v1/apps/{appId}`
  public void add(String method, String path, Application route) {
    Place place = root;
    for (String segment : path.substring(1).split("/", -1)) {
      place = segment.startsWith(VARIABLE) ? variable(place, segment) : named(place, segment);
    }
    if (place.routes.put(method, route) != null) {
      throw new IllegalStateException(method + " " + path + ": two routes");
    }
    names.add(method + " " + path);
  }

  /// The routes, each as it was added: `GET /v1/apps/{appId}/groups`.
  public SortedSet<String> routes() {
    return Collections.unmodifiableSortedSet(names);
  }

  private static Place named(Place place, String segment) {
    return place.named.computeIfAbsent(segment, _ -> new Place(""));
  }

  private static Place variable(Place place, String segment) {
    String name = segment.substring(1, segment.length() - 1);
    Place variable = place.variable == null ? new Place(name) : place.variable;
    if (!variable.name.equals(name)) {
      throw new IllegalStateException(name + ": is " + variable.name + " in another route");
    }
    place.variable = variable;
    return variable;
  }

  @Override
  public Response answer(ServerRequest request) throws IOException {
    String method = request.method();
    if (request.path().isEmpty() && method.equals(OPTIONS)) {
      return Response.noContent();
    }
    Map<String, String> parameters = new HashMap<>();
    Place place = find(request, parameters);
    Application route = place.routes.get(method.equals(HEAD) ? GET : method);
    if (route != null) {
      return route.answer(request.with(parameters));
    }
    String allowed = String.join(", ", methods(place));
    if (method.equals(OPTIONS)) {
      return Response.noContent().with("Allow", allowed);
    }
    throw new Problem(
            RefusalCode.METHOD_NOT_ALLOWED, "method: not allowed (expected: " + allowed + ")")
        .with("Allow", allowed);
  }

  private Place find(ServerRequest request, Map<String, String> parameters) {
    Place place = request.path().isEmpty() ? new Place("") : root;
    for (String segment : request.path()) {
      Place next = place.named.getOrDefault(segment, place.variable);
      if (next == null) {
        throw nothingHere();
      }
      if (!next.name.isEmpty()) {
        parameters.put(next.name, segment);
      }
      place = next;
    }
    if (place.routes.isEmpty()) {
      throw nothingHere();
    }
    return place;
  }

  private static Problem nothingHere() {
    return new Problem(
        RefusalCode.NO_SUCH_PATH, "path: not found (expected: a path of this port's API)");
  }

  private static SortedSet<String> methods(Place place) {
    SortedSet<String> methods = new TreeSet<>(place.routes.keySet());
    methods.add(OPTIONS);
    if (methods.contains(GET)) {
      methods.add(HEAD);
    }
    return methods;
  }
}
