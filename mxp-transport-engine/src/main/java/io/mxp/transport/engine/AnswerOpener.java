/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.Reply;
import io.mxp.transport.Seal;
import io.mxp.transport.TransportException;
import io.mxp.transport.engine.Seals.SealedData;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.SealedAnswer;
import io.mxp.transport.message.SealedContent;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.security.AnswerBox;

/**
 * Opens answers to sealed calls, and hands on those that pass through. One for each
 * thread that delivers. COLD.
 */
// SPEC ../security/e2e.md#answers
final class AnswerOpener {

	private final Payloads payloads;

	private final PayloadDecoder decoder;

	private final DataPayload outer = new DataPayload();

	private final SealedAnswer sealed = new SealedAnswer();

	private final SealedContent content = new SealedContent();

	AnswerOpener(Payloads payloads, PayloadDecoder decoder) {
		this.payloads = payloads;
		this.decoder = decoder;
	}

	/** What the caller gets for a Response that is sealed. */
	Reply open(PendingCall call, byte[] bytes, int offset) throws Refused {
		int flags = MessageHeader.flags(bytes, offset);
		if (this.outer.wrap(bytes, offset + MessageHeader.LENGTH, (int) MessageHeader.payloadLength(bytes, offset),
				call.connection().hasProfile()) != DecodeError.NONE) {
			throw refused(ErrorCode.INVALID_ARGUMENT, "is malformed: " + this.outer.error());
		}
		int at = this.outer.dataOffset();
		int length = this.outer.dataLength();
		boolean compressed = (flags & MessageFlags.COMPRESSED) != 0;
		if (call.isRelayed()) {
			this.payloads.count(Counter.SEALED_MESSAGES_RELAYED);
			return new Reply(this.outer.metadata().toMetadata(),
					ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + length)).asReadOnlyBuffer(),
					new Seal(false, null, null, "", 0, compressed));
		}
		SealedData ours = call.sealed();
		if (ours == null) {
			throw refused(ErrorCode.INVALID_ARGUMENT, "is sealed, the call is not");
		}
		byte[] plain = open(ours.answers(), flags, bytes, at, length);
		if (compressed) {
			plain = this.decoder.decompress(plain, 0, plain.length, 0);
		}
		if (plain == null) {
			throw refused(this.decoder.code(), "cannot be decompressed: " + this.decoder.reason());
		}
		if (this.content.wrapAnswer(plain, 0, plain.length) != DecodeError.NONE) {
			throw refused(ErrorCode.INVALID_ARGUMENT, "is malformed: " + this.content.error());
		}
		this.payloads.count(Counter.SEALED_MESSAGES_OPENED);
		if (this.content.first() == SealedContent.ERROR) {
			throw new Refused(
					Dispatcher.remoteError(plain, this.content.dataOffset(), this.content.dataLength(), true));
		}
		MessageMetadata metadata = this.content.metadata().toMetadata();
		int dataAt = this.content.dataOffset();
		return new Reply(metadata,
				ByteBuffer.wrap(Arrays.copyOfRange(plain, dataAt, dataAt + this.content.dataLength()))
					.asReadOnlyBuffer(),
				new Seal(true, ours.recipient(), null, ours.fingerprint(), 0, compressed));
	}

	private byte[] open(AnswerBox box, int flags, byte[] bytes, int at, int length) throws Refused {
		if (this.sealed.wrap(bytes, at, length) != DecodeError.NONE) {
			throw refused(ErrorCode.INVALID_ARGUMENT, "is malformed: " + this.sealed.error());
		}
		byte[] plain = box.open(this.sealed.nonce(), SealedAnswer.associatedData(MessageType.RESPONSE.code(), flags),
				bytes, this.sealed.ciphertextOffset(), this.sealed.ciphertextLength());
		if (plain == null) {
			this.payloads.onRefused(DecodeError.SEALED_FORGED);
			throw refused(ErrorCode.PERMISSION_DENIED,
					"is not what the agent answered that the call was sealed for, or not to this call");
		}
		return plain;
	}

	static Refused refused(ErrorCode code, String why) {
		return new Refused(new TransportException.RemoteError(code, "The answer " + why));
	}

	/** Why there is no answer. */
	static final class Refused extends Exception {

		private static final long serialVersionUID = 1L;

		private final TransportException failure;

		Refused(TransportException failure) {
			super(failure.getMessage(), failure, false, false);
			this.failure = failure;
		}

		TransportException failure() {
			return this.failure;
		}

	}

}
