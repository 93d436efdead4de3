/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.mxp.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits for what must come, with a bound that only a fault ever reaches.
 */
final class Await {

	static final long BOUND_SECONDS = 30;

	private Await() {
	}

	/** The result of a future that completes. */
	static <T> T result(CompletableFuture<T> future) {
		try {
			return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("failed instead of giving a result: " + ex.getCause(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("nothing came within " + BOUND_SECONDS + " s", ex);
		}
	}

	/** The failure of a future that must not give a result. */
	static <X extends TransportException> X failure(CompletableFuture<?> future, Class<X> type) {
		Throwable cause = anyFailure(future);
		assertThat(cause).isInstanceOf(type);
		return type.cast(cause);
	}

	static Throwable anyFailure(CompletableFuture<?> future) {
		try {
			Object result = future.get(BOUND_SECONDS, TimeUnit.SECONDS);
			throw new AssertionError("gave " + result + " instead of failing");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("nothing came within " + BOUND_SECONDS + " s", ex);
		}
	}

	/** Looks again and again; for state that nothing announces. */
	static void until(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("never so within " + BOUND_SECONDS + " s: " + what);
			}
			// leaves the processor to those who make the condition true
			LockSupport.parkNanos(200_000);
		}
	}

	/** Looks again and again until a value is the one expected. */
	static <T> void untilEquals(Supplier<T> actual, T expected) {
		until("equal to " + expected, () -> expected.equals(actual.get()));
	}

}
