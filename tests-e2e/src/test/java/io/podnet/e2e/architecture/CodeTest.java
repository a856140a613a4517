// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rules for all code of all modules. */
@Tag("smoke")
class CodeTest {
    private static final JavaClasses CLASSES = PodnetModule.allClasses();

    /** So that the rules below cannot hold because nothing was looked at. Raise it as the code grows. */
    @Test
    void thereIsCode() {
        assertThat(CLASSES.size()).isGreaterThan(300);
    }

    @Test
    void modulesDoNotGoRoundInCircles() {
        slices().matching("io.podnet.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onePackageCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.podnet.netns.internal.libc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai.jffi..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesAnothersInternals() {
        for (PodnetModule module : PodnetModule.all()) {
            noClasses()
                    .that(resideInAPackage(module.name() + ".."))
                    .should()
                    .dependOnClassesThat(internalsOfOthers(module))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    private static DescribedPredicate<JavaClass> internalsOfOthers(PodnetModule module) {
        return DescribedPredicate.describe(
                "are internal to another module",
                type -> type.getPackageName().startsWith("io.podnet.")
                        && type.getPackageName().contains(".internal")
                        && !type.getPackageName().startsWith(module.name() + "."));
    }

    @Test
    void publicTypesSayHowStableTheyAre() {
        Set<String> exported = PodnetModule.all().stream()
                .flatMap(module -> module.exports().stream())
                .collect(Collectors.toSet());
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and(DescribedPredicate.describe(
                        "are exported", (JavaClass type) -> exported.contains(type.getPackageName())))
                .should()
                .beAnnotatedWith(API.class)
                .check(CLASSES);
    }

    @Test
    void packagesSayThatNothingIsNullUnlessMarked() {
        CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .forEach(it -> assertThat(it.isAnnotatedWith(NullMarked.class))
                        .as(it.getName())
                        .isTrue());
    }

    @Test
    void loggingIsSlf4jAndOnlyTheCommandPrints() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                CLASSES.that(DescribedPredicate.not(resideInAPackage("io.podnet.cli.."))));
    }

    /** Who wants to hear of a part names the package; classes come and go. */
    @Test
    void eachPackageHasOneLogger() {
        noClasses()
                .should()
                .callMethod(LoggerFactory.class, "getLogger", Class.class)
                .because("loggers are named by their package: getLogger(X.class.getPackageName())")
                .check(CLASSES);
    }
}
