/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whatever is wrong with a message: one error, and nothing can be used any more. */
class NoiseFailureTests {

	// the low-order points of Curve25519 and their encodings that are not reduced
	// (https://cr.yp.to/ecdh.html#validate)
	private static final List<String> BAD_POINTS = List.of(
			"0000000000000000000000000000000000000000000000000000000000000000",
			"0100000000000000000000000000000000000000000000000000000000000000",
			"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
			"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
			"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
			"4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
			"d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
			"daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
			"dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");

	static List<NoiseProvider> providers() {
		return List.of(new CoreNoiseProvider(), new NoiseJavaProvider());
	}

	@ParameterizedTest
	@MethodSource("providers")
	@Requirement("SEC-04")
	@Attack("A29")
	void twelveBadPointsFailAlike(NoiseProvider provider) throws Exception {
		List<String> errors = new ArrayList<>();
		for (String point : BAD_POINTS) {
			byte[] bad = HexFormat.of().parseHex(point);
			// as the client's ephemeral
			NoiseHandshake responder = pair(provider, "NK").responder();
			byte[] first = Arrays.copyOf(bad, 48);
			errors.add(refusal(() -> responder.readMessage(first)));
			assertDead(responder);
			// as the server's ephemeral
			NoiseHandshake initiator = pair(provider, "NK").initiator();
			initiator.writeMessage(new byte[0]);
			byte[] second = Arrays.copyOf(bad, 48);
			errors.add(refusal(() -> initiator.readMessage(second)));
			assertDead(initiator);
			assertThat(Curve25519.lowOrder(bad)).as(point).isEqualTo(agreesToZero(bad));
		}
		NoiseHandshake other = pair(provider, "NK").responder();
		errors.add(refusal(() -> other.readMessage(new SeededRandom(3).bytes(48))));
		assertThat(errors).hasSize(25).containsOnly(errors.get(0));
	}

	private static boolean agreesToZero(byte[] point) {
		return catchThrowable(() -> Curve25519.agree(new SeededRandom(9).bytes(32), point)) != null;
	}

	@ParameterizedTest
	@MethodSource("providers")
	@Requirement("SEC-04")
	@Attack("A29")
	void lowOrderStaticKeysAreRefused(NoiseProvider provider) {
		byte[] bad = HexFormat.of().parseHex(BAD_POINTS.get(2));
		Throwable thrown = catchThrowable(() -> provider
			.start(new NoiseParameters("Noise_NK_25519_ChaChaPoly_SHA256", true, new byte[0], null, bad, null,
					new SeededRandom(1)))
			.writeMessage(new byte[0]));
		assertThat(thrown).isInstanceOfAny(NoiseException.class, IllegalArgumentException.class);
	}

	@ParameterizedTest
	@MethodSource("providers")
	void everyFlippedBitFailsClosed(NoiseProvider provider) throws Exception {
		byte[] payload = new SeededRandom(5).bytes(40);
		int length = pair(provider, "IK").initiator().writeMessage(payload).length;
		for (int i = 0; i < length; i++) {
			NoisePair pair = pair(provider, "IK");
			byte[] message = pair.initiator().writeMessage(payload);
			message[i] ^= (byte) (1 << (i % 8));
			// the top bit of an X25519 key is ignored, but hashed
			refusal(() -> pair.responder().readMessage(message));
			assertDead(pair.responder());
		}
	}

	@ParameterizedTest
	@MethodSource("providers")
	void everyOtherLengthFailsClosed(NoiseProvider provider) throws Exception {
		byte[] payload = new SeededRandom(5).bytes(40);
		int length = pair(provider, "IK").initiator().writeMessage(payload).length;
		for (int i = 0; i <= length + 3; i++) {
			if (i != length) {
				NoisePair pair = pair(provider, "IK");
				byte[] message = Arrays.copyOf(pair.initiator().writeMessage(payload), i);
				refusal(() -> pair.responder().readMessage(message));
				assertDead(pair.responder());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("providers")
	void messagesOver65535BytesAreRefused(NoiseProvider provider) throws Exception {
		NoisePair pair = pair(provider, "NK");
		int largest = NoiseHandshake.MAX_MESSAGE_BYTES - 48;
		assertThat(pair.responder().readMessage(pair.initiator().writeMessage(new byte[largest - 48])))
			.hasSize(largest - 48);
		refusal(() -> pair(provider, "NK").initiator().writeMessage(new byte[largest + 1]));
		NoiseHandshake reader = pair(provider, "NK").responder();
		refusal(() -> reader.readMessage(new byte[65_536]));
		assertDead(reader);
	}

	@ParameterizedTest
	@MethodSource("providers")
	void speakingOutOfTurnFailsClosed(NoiseProvider provider) {
		NoiseHandshake responder = pair(provider, "IK").responder();
		refusal(() -> responder.writeMessage(new byte[0]));
		assertDead(responder);
		NoiseHandshake initiator = pair(provider, "IK").initiator();
		refusal(() -> initiator.readMessage(new byte[100]));
		assertDead(initiator);
		NoiseHandshake early = pair(provider, "IK").initiator();
		refusal(early::exportSecrets);
		refusal(early::handshakeHash);
	}

	@ParameterizedTest
	@MethodSource("providers")
	void aForgedAnswerCannotBeTriedAgain(NoiseProvider provider) throws Exception {
		NoisePair pair = pair(provider, "IK");
		pair.responder().readMessage(pair.initiator().writeMessage(new byte[0]));
		byte[] genuine = pair.responder().writeMessage(new byte[10]);
		byte[] forged = genuine.clone();
		forged[forged.length - 1] ^= 1;
		refusal(() -> pair.initiator().readMessage(forged));
		refusal(() -> pair.initiator().readMessage(genuine));
		assertDead(pair.initiator());
	}

	private static NoisePair pair(NoiseProvider provider, String pattern) {
		return NoisePair.start(provider, provider, "Noise_" + pattern + "_25519_ChaChaPoly_SHA256", 11);
	}

	private interface Step {

		Object run() throws Exception;

	}

	private static String refusal(Step step) {
		Throwable thrown = catchThrowable(step::run);
		assertThat(thrown).isInstanceOf(NoiseException.class);
		return thrown.toString();
	}

	private static void assertDead(NoiseHandshake handshake) {
		assertThat(handshake.finished()).isFalse();
		assertThat(handshake.remoteStaticKey()).isNull();
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> handshake.writeMessage(new byte[0]));
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> handshake.readMessage(new byte[96]));
		assertThatExceptionOfType(NoiseException.class).isThrownBy(handshake::exportSecrets);
		assertThatExceptionOfType(NoiseException.class).isThrownBy(handshake::handshakeHash);
	}

}
