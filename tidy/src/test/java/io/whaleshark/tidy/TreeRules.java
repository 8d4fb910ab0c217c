package io.whaleshark.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// The limits of one source that its tree shows: sizes, names and calls.
final class TreeRules extends TreePathScanner<@Nullable Void, Integer> {

  private static final int METHOD_LINES = 60;
  private static final int METHOD_PARAMETERS = 5;
  private static final int CONSTRUCTOR_PARAMETERS = 7;
  private static final int NESTING = 3;

  private static final Pattern EMPTY_NAME =
      Pattern.compile(
          ".*(Impl|Manager|Util|Utils|Helper|Common|Base|Info|DTO|VO|BO|PO|Req|Resp|Pack"
              + "|Processor|Strategy)");
  private static final Set<String> OUTPUT = Set.of("System.out", "System.err");
  private static final Set<String> TIME =
      Set.of("System.currentTimeMillis", "System.nanoTime", "Instant.now");
  private static final Set<String> DOCUMENTED = Set.of("core", "protocol", "client");

  private final ParsedSource source;
  private final List<String> findings = new ArrayList<>();

  private TreeRules(ParsedSource source) {
    this.source = source;
  }

  /// What breaks a rule in a source.
  static List<String> findings(ParsedSource source) {
    TreeRules rules = new TreeRules(source);
    rules.scan(source.tree(), 0);
    return rules.findings;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, Integer depth) {
    String name = type.getSimpleName().toString();
    if (EMPTY_NAME.matcher(name).matches()) {
      find(type, name + " ends in a word that says nothing: name what it is");
    }
    boolean topLevel = getCurrentPath().getParentPath().getLeaf() == source.tree();
    if (topLevel
        && !source.isTest()
        && DOCUMENTED.stream().anyMatch(source::isIn)
        && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
        && source.trees().getDocComment(getCurrentPath()) == null) {
      find(type, name + " is public and has no doc comment");
    }
    return super.visitClass(type, 0);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, Integer depth) {
    boolean constructor = method.getReturnType() == null;
    String name = constructor ? "constructor" : method.getName().toString();
    int lines = method.getBody() == null ? 0 : source.lineCount(method.getBody());
    if (lines > METHOD_LINES) {
      find(method, name + " lines: " + lines + " (expected: <= " + METHOD_LINES + ")");
    }
    boolean record = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
    int parameters = constructor && record ? 0 : method.getParameters().size();
    int limit = constructor ? CONSTRUCTOR_PARAMETERS : METHOD_PARAMETERS;
    if (parameters > limit) {
      find(method, name + " parameters: " + parameters + " (expected: <= " + limit + ")");
    }
    return super.visitMethod(method, 0);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree select, Integer depth) {
    call(select, simple(select.getExpression()) + "." + select.getIdentifier());
    return super.visitMemberSelect(select, depth);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree reference, Integer depth) {
    call(reference, simple(reference.getQualifierExpression()) + "." + reference.getName());
    return super.visitMemberReference(reference, depth);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree made, Integer depth) {
    if (simple(made.getIdentifier()).equals("Thread")) {
      find(made, "new Thread: use a named Thread.ofPlatform() or Thread.ofVirtual()");
    }
    return super.visitNewClass(made, depth);
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree annotation, Integer depth) {
    if (simple(annotation.getAnnotationType()).equals("SuppressWarnings")) {
      find(annotation, "a warning is mended, not suppressed");
    }
    return super.visitAnnotation(annotation, depth);
  }

  @Override
  public @Nullable Void visitIf(IfTree branch, Integer depth) {
    boolean elseIf =
        getCurrentPath().getParentPath().getLeaf() instanceof IfTree outer
            && outer.getElseStatement() == branch;
    return super.visitIf(branch, elseIf ? depth : deeper(branch, depth));
  }

  @Override
  public @Nullable Void visitForLoop(ForLoopTree loop, Integer depth) {
    return super.visitForLoop(loop, deeper(loop, depth));
  }

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree loop, Integer depth) {
    return super.visitEnhancedForLoop(loop, deeper(loop, depth));
  }

  @Override
  public @Nullable Void visitWhileLoop(WhileLoopTree loop, Integer depth) {
    return super.visitWhileLoop(loop, deeper(loop, depth));
  }

  @Override
  public @Nullable Void visitDoWhileLoop(DoWhileLoopTree loop, Integer depth) {
    return super.visitDoWhileLoop(loop, deeper(loop, depth));
  }

  @Override
  public @Nullable Void visitSwitch(SwitchTree cases, Integer depth) {
    return super.visitSwitch(cases, deeper(cases, depth));
  }

  @Override
  public @Nullable Void visitTry(TryTree attempt, Integer depth) {
    return super.visitTry(attempt, deeper(attempt, depth));
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree locked, Integer depth) {
    return super.visitSynchronized(locked, deeper(locked, depth));
  }

  /// A type's name without its package, so that writing it out in full is no way round a rule.
  private static String simple(Tree name) {
    return name instanceof MemberSelectTree qualified
        ? qualified.getIdentifier().toString()
        : name.toString();
  }

  private int deeper(Tree statement, int depth) {
    if (depth == NESTING) {
      find(statement, "nesting: " + (depth + 1) + " (expected: <= " + NESTING + ")");
    }
    return depth + 1;
  }

  private void call(Tree place, String name) {
    boolean commandLine = source.isIn("client/src/main");
    boolean serverMain = source.path().endsWith("io/whaleshark/server/Main.java");
    if (OUTPUT.contains(name) && !commandLine && !serverMain) {
      find(place, name + ": log it, or leave it to the command line");
    }
    if (TIME.contains(name) && !source.isIn("client") && !serverMain) {
      find(place, name + ": time is injected, take it from the clock");
    }
    if (name.endsWith(".printStackTrace")) {
      find(place, "printStackTrace: throw it or log it");
    }
    if (name.startsWith("Executors.")) {
      find(place, name + ": its queue has no bound");
    }
    if (name.equals("Thread.sleep") && source.isTest()) {
      find(place, "Thread.sleep in a test: wait for the condition");
    }
  }

  private void find(Tree place, String message) {
    findings.add(source.at(source.firstLine(place), message));
  }
}
