/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers and requesters over the engine: real UDP on loopback, mutual authentication.
 */
class EngineHandlerTests extends HandlerContract {

	@TempDir
	static Path developmentDirectory;

	@Override
	TestAgents agents() {
		return TestAgents.onLoopback(developmentDirectory);
	}

	@Test
	void tooLargeIsATypedErrorOnBothSides() {
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> requester().call("weather.huge").retrieve(byte[].class))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LARGE));
		assertThatExceptionOfType(TransportException.MessageTooLarge.class)
			.isThrownBy(() -> requester().call("weather.bytes").payload(new byte[17 << 20]).retrieve(byte[].class));
		byte[] large = new byte[5 << 20];
		large[large.length - 1] = 7;
		assertThat(requester().call("weather.bytes").payload(large).retrieve(byte[].class)).isEqualTo(large);
	}

	@Test
	void streamThatNobodyAskedForIsATypedError() {
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> requester().call("weather.words.3").timeout(Duration.ofSeconds(5)).retrieve(String.class))
			.isNotInstanceOf(TransportException.DeadlineExceeded.class);
	}

}
