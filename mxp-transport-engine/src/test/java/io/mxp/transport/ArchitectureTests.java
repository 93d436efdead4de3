/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The floor plan of the engine: who may import whom, and through which doors the clock,
 * threads, randomness and the network come in.
 */
class ArchitectureTests {

	private static final String ROOT = "io.mxp.transport";

	/** Each package and what it may import besides itself. "*" is everything. */
	private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

	static {
		MAY_IMPORT.put("", List.of());
		MAY_IMPORT.put("observe", List.of(""));
		MAY_IMPORT.put("packet", List.of(""));
		MAY_IMPORT.put("security", List.of("", "packet"));
		MAY_IMPORT.put("reliability", List.of("", "packet"));
		MAY_IMPORT.put("stream", List.of("", "packet"));
		MAY_IMPORT.put("socket", List.of("", "packet"));
		MAY_IMPORT.put("message", List.of("", "packet", "stream"));
		MAY_IMPORT.put("connection", List.of("", "observe", "packet", "security", "reliability", "stream", "message"));
		MAY_IMPORT.put("endpoint", List.of("", "observe", "packet", "security", "connection"));
		MAY_IMPORT.put("engine", List.of("*"));
	}

	private static JavaClasses engineClasses;

	@BeforeAll
	static void importEngine() {
		engineClasses = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(ROOT);
	}

	static List<String> packages() {
		return List.copyOf(MAY_IMPORT.keySet());
	}

	@ParameterizedTest(name = "[{0}]")
	@MethodSource("packages")
	void importsOnlyWhatTheTableAllows(String name) {
		List<String> imports = MAY_IMPORT.get(name);
		if (imports.contains("*")) {
			return;
		}
		List<String> allowed = new ArrayList<>();
		allowed.add(identifier(name));
		imports.forEach((other) -> allowed.add(identifier(other)));
		check(classes().that()
			.resideInAPackage(identifier(name))
			.should()
			.onlyDependOnClassesThat(
					resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed.toArray(String[]::new))))
			.because("the import table of docs/development/checks.md says so"));
	}

	@Test
	void everyPackageIsInTheTable() {
		check(classes().should()
			.resideInAnyPackage(packages().stream().map(ArchitectureTests::identifier).toArray(String[]::new)));
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
	}

	@Test
	void clockIsReadOnlyInEngine() {
		check(noClasses().that(outsideOf("engine"))
			.should()
			.callMethodWhere(callOf(System.class, "nanoTime", "currentTimeMillis"))
			.orShould()
			.callMethodWhere(target("reads the current time",
					(call) -> call.getName().equals("now") && call.getOwner().isAssignableTo(Temporal.class)))
			.orShould()
			.callConstructor(Date.class)
			.orShould()
			.callMethod(X509Certificate.class, "checkValidity")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Clock.class));
	}

	@Test
	void networkIsReachedOnlyFromSocketAndEngine() {
		check(noClasses().that(outsideOf("socket", "engine"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.nio.channels..", "io.netty..")
			.orShould()
			.dependOnClassesThat()
			.haveNameMatching("java\\.net\\.(Datagram|Multicast|Server)?Socket"));
	}

	@Test
	void threadsLiveOnlyInEngine() {
		check(noClasses().that(outsideOf("socket", "engine"))
			.should()
			.dependOnClassesThat()
			.areAssignableTo(Thread.class));
		check(noClasses().that()
			.resideInAPackage(identifier("socket"))
			.should()
			.callConstructorWhere(target("makes a thread", (call) -> call.getOwner().isAssignableTo(Thread.class)))
			.orShould()
			.callMethodWhere(target("does more than naming the calling thread",
					(call) -> call.getOwner().isAssignableTo(Thread.class) && !call.getName().equals("currentThread")))
			.because("Netty's loop wants to know who drives it, and nothing more"));
		check(noClasses().that(outsideOf("engine")).should().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
		check(noClasses().that(outsideOf("", "engine"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.concurrent.."));
	}

	/** See docs/decisions/0002-java-util-concurrent-in-root.md. */
	@Test
	void rootShowsFuturesButNeitherMakesNorAwaitsThem() {
		check(noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat(resideInAPackage("java.util.concurrent..").and(DescribedPredicate
				.not(inSignatures(CompletableFuture.class, CompletionStage.class, Executor.class, Flow.class)))));
		check(noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.callConstructor(CompletableFuture.class)
			.orShould()
			.callMethodWhere(callOf(CompletableFuture.class, "get", "join", "runAsync", "supplyAsync",
					"completedFuture", "failedFuture")));
	}

	@Test
	void randomnessComesOnlyFromEngine() {
		check(noClasses().that(outsideOf("engine"))
			.and()
			.areNotAssignableTo(SecureRandom.class)
			.should()
			.callConstructorWhere(
					target("makes a SecureRandom", (call) -> call.getOwner().isEquivalentTo(SecureRandom.class)))
			.orShould()
			.callMethodWhere(callOf(SecureRandom.class, "getInstance", "getInstanceStrong"))
			.orShould()
			.callMethodWhere(callOf(Math.class, "random"))
			.orShould()
			.callMethodWhere(callOf(UUID.class, "randomUUID"))
			.orShould()
			.callConstructor(Random.class)
			.orShould()
			.callConstructor(SplittableRandom.class));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(engineClasses);
	}

	private static String identifier(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name + "..";
	}

	private static DescribedPredicate<JavaClass> outsideOf(String... names) {
		String[] identifiers = List.of(names).stream().map(ArchitectureTests::identifier).toArray(String[]::new);
		return DescribedPredicate.not(resideInAnyPackage(identifiers));
	}

	private static DescribedPredicate<JavaClass> inSignatures(Class<?>... types) {
		List<String> names = List.of(types).stream().map(Class::getName).toList();
		return DescribedPredicate.describe("one of " + names, (type) -> names.stream()
			.anyMatch((name) -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
	}

	private static DescribedPredicate<JavaCall<?>> callOf(Class<?> owner, String... methods) {
		List<String> names = List.of(methods);
		return target("calls " + owner.getSimpleName() + names,
				(call) -> call.getOwner().isAssignableTo(owner) && names.contains(call.getName()));
	}

	private static DescribedPredicate<JavaCall<?>> target(String description, Predicate<CodeUnitCallTarget> matches) {
		return DescribedPredicate.describe(description, (call) -> matches.test(call.getTarget()));
	}

}
