/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.UUID;

import io.mxp.transport.packet.LittleEndian;

/**
 * The data of a Call or an Event that is sealed for one agent, where it lies: version u8,
 * 3 zero bytes, key ids of sender and recipient 4 each, agent ids of sender and recipient
 * 16 each, the time of sealing u64, HPKE's encapsulated key 32, then the ciphertext.
 * Nothing in it is proven before the ciphertext is opened.
 */
// SPEC ../security/e2e.md#a-sealed-message
public final class SealedRequest extends SealedLayout {

	/** Bytes of a key id: the first ones of the SHA-256 of a static key. */
	public static final int KEY_ID_LENGTH = 4;

	/** Bytes of HPKE's encapsulated key. */
	public static final int ENCAPSULATED_LENGTH = 32;

	/** Bytes before the encapsulated key, which the seal covers. */
	public static final int HEADER_LENGTH = 52;

	/** Bytes before the ciphertext. */
	public static final int FIXED_LENGTH = HEADER_LENGTH + ENCAPSULATED_LENGTH;

	/** Bytes that the seal adds to the content. */
	public static final int OVERHEAD = FIXED_LENGTH + TAG_LENGTH;

	/** Bytes of what the seal covers besides the content. */
	static final int AAD_LENGTH = 2 + HEADER_LENGTH;

	private static final int SENDER_KEY = 4;

	private static final int RECIPIENT_KEY = 8;

	private static final int SENDER = 12;

	private static final int RECIPIENT = 28;

	private static final int SENT_AT = 44;

	/** Of nothing yet. */
	public SealedRequest() {
		super(FIXED_LENGTH);
	}

	/**
	 * The id of the sender's key.
	 * @return 32 bits: the first four bytes of SHA-256 over the key, the first one lowest
	 */
	public int senderKeyId() {
		return LittleEndian.getInt(bytes(), offset() + SENDER_KEY);
	}

	/**
	 * The id of the recipient's key.
	 * @return 32 bits, as the sender's
	 */
	public int recipientKeyId() {
		return LittleEndian.getInt(bytes(), offset() + RECIPIENT_KEY);
	}

	/**
	 * Who sealed it, if it opens.
	 * @return an agent id
	 */
	public UUID sender() {
		return UuidBytes.read(bytes(), offset() + SENDER);
	}

	/**
	 * For whom it is sealed.
	 * @return an agent id
	 */
	public UUID recipient() {
		return UuidBytes.read(bytes(), offset() + RECIPIENT);
	}

	/**
	 * The sender's clock.
	 * @return milliseconds since 1970, unsigned
	 */
	public long sentAtMillis() {
		return LittleEndian.getLong(bytes(), offset() + SENT_AT);
	}

	/**
	 * HPKE's encapsulated key.
	 * @return a copy
	 */
	public byte[] encapsulated() {
		return copy(HEADER_LENGTH, FIXED_LENGTH);
	}

	/**
	 * The first bytes of the encapsulated key, by which one sealed message is told from
	 * all others.
	 * @return 64 bits
	 */
	public long uniqueId() {
		return LittleEndian.getLong(bytes(), offset() + HEADER_LENGTH);
	}

	/**
	 * What the seal covers besides the content.
	 * @param typeCode the message's type
	 * @param flags the message's flags
	 * @return type, the flags COMPRESSED and ENCRYPTED, and the fields before the
	 * encapsulated key
	 */
	public byte[] associatedData(int typeCode, int flags) {
		return associatedData(typeCode, flags, bytes(), offset());
	}

	/**
	 * The same of fields that {@link #write} wrote.
	 * @param typeCode the message's type
	 * @param flags the message's flags
	 * @param array holds the fields
	 * @param at index of their first byte
	 * @return new bytes
	 */
	public static byte[] associatedData(int typeCode, int flags, byte[] array, int at) {
		byte[] covered = new byte[AAD_LENGTH];
		covered[0] = (byte) typeCode;
		covered[1] = (byte) (flags & MessageFlags.ENCODED);
		System.arraycopy(array, at, covered, 2, HEADER_LENGTH);
		return covered;
	}

	/**
	 * Writes the fields before the encapsulated key.
	 * @param target where to
	 * @param at index of the first byte written
	 * @param senderKeyId the id of the sender's key
	 * @param recipientKeyId the id of the recipient's key
	 * @param sender the sender's agent id
	 * @param recipient the recipient's agent id
	 * @param sentAtMillis the sender's clock
	 */
	public static void write(byte[] target, int at, int senderKeyId, int recipientKeyId, UUID sender, UUID recipient,
			long sentAtMillis) {
		LittleEndian.putInt(target, at, VERSION);
		LittleEndian.putInt(target, at + SENDER_KEY, senderKeyId);
		LittleEndian.putInt(target, at + RECIPIENT_KEY, recipientKeyId);
		UuidBytes.write(target, at + SENDER, sender.getMostSignificantBits(), sender.getLeastSignificantBits());
		UuidBytes.write(target, at + RECIPIENT, recipient.getMostSignificantBits(),
				recipient.getLeastSignificantBits());
		LittleEndian.putLong(target, at + SENT_AT, sentAtMillis);
	}

}
