package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/// One class, as Java 17 runs it. Of what the compiler makes of the language, two things do not run
/// there:
///
/// - A switch over types asks `SwitchBootstraps` for the first case that fits. A method of the
///   class answers that here, with `instanceof`.
/// - If none fits, which takes classes that were not compiled together, a switch throws a
///   `MatchException`. Here it throws an `IllegalStateException` with the same message and cause.
final class LoweredClass {

  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc UNMATCHED = ClassDesc.of("java.lang.MatchException");
  private static final ClassDesc UNMATCHED_THERE = ClassDesc.of("java.lang.IllegalStateException");

  /// What a switch over types asks.
  ///
  /// @param type what the question takes: the value and the first case to look at
  /// @param cases their types, in order
  private record TypeQuestion(MethodTypeDesc type, List<ClassDesc> cases) {}

  private final ClassModel written;
  private final List<TypeQuestion> questions = new ArrayList<>();

  LoweredClass(ClassModel written) {
    this.written = written;
  }

  byte[] write(ClassFile files) {
    ClassTransform bodies = ClassTransform.transformingMethodBodies(this::instruction);
    return files.transformClass(written, bodies.andThen(ClassTransform.ofStateful(Answers::new)));
  }

  /// The version, and the methods that answer: they are known when all others have been read.
  private final class Answers implements ClassTransform {
    @Override
    public void accept(ClassBuilder lowered, ClassElement element) {
      if (element instanceof ClassFileVersion) {
        lowered.withVersion(ClassFile.JAVA_17_VERSION, 0);
      } else {
        lowered.with(element);
      }
    }

    @Override
    public void atEnd(ClassBuilder lowered) {
      int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
      for (int i = 0; i < questions.size(); i++) {
        TypeQuestion question = questions.get(i);
        lowered.withMethodBody(
            nameOf(i), question.type(), flags, code -> answer(code, question.cases()));
      }
    }
  }

  private static String nameOf(int question) {
    return "switch$" + question;
  }

  private void instruction(CodeBuilder lowered, CodeElement element) {
    switch (element) {
      case InvokeDynamicInstruction call when call.bootstrapMethod().owner().equals(BOOTSTRAPS) ->
          ask(lowered, call);
      case NewObjectInstruction made when made.className().asSymbol().equals(UNMATCHED) ->
          lowered.new_(UNMATCHED_THERE);
      case InvokeInstruction call when call.owner().asSymbol().equals(UNMATCHED) ->
          lowered.invokespecial(UNMATCHED_THERE, call.name().stringValue(), call.typeSymbol());
      default -> lowered.with(element);
    }
  }

  private void ask(CodeBuilder lowered, InvokeDynamicInstruction call) {
    List<ClassDesc> cases = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type)) {
        throw failed(
            written.thisClass().asInternalName()
                + ": a switch over types has the case "
                + label
                + " (expected: types alone, as long as its classes are for Java 17)");
      }
      cases.add(type);
    }
    String name = nameOf(questions.size());
    questions.add(new TypeQuestion(call.typeSymbol(), cases));
    boolean isInterface = written.flags().has(AccessFlag.INTERFACE);
    lowered.invokestatic(written.thisClass().asSymbol(), name, call.typeSymbol(), isInterface);
  }

  /// As the documentation of `SwitchBootstraps.typeSwitch` says: -1 for null, the index of the
  /// first case from the one that was asked for that fits, or else their number.
  private static void answer(CodeBuilder code, List<ClassDesc> cases) {
    int value = code.parameterSlot(0);
    int from = code.parameterSlot(1);
    Label isThere = code.newLabel();
    code.aload(value).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
    for (int i = 0; i < cases.size(); i++) {
      Label next = code.newLabel();
      code.iload(from).loadConstant(i).if_icmpgt(next);
      code.aload(value).instanceOf(cases.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(cases.size()).ireturn();
  }
}
